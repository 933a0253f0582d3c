"""The corpus run: archives of any size, read by many workers, on the cores of one machine or on a cluster.

``inputs → parts → workers → Parquet``. Nothing of an article's reading is done here: a worker calls the same Reader
that reads one article. What is here is what many need: how inputs are cut into parts, how a worker is watched, how
its outcome is put in place, and how a run that broke off goes on.

    types.py        what passes between the processes, as JSON
    places.py       files and folders, on this machine or in object storage
    inputs.py       what is to be read: archives and pages, found and stamped
    parts.py        inputs cut into parts
    reading.py      one part, from pages to tables: runs in the child
    child.py        the process that reads
    worker.py       the process watched: its time, its memory, its death
    local.py        workers on the cores of this machine
    on_ray.py       workers on a Ray cluster
    finished.py     the parts that are in place, and what is left over from earlier runs
    run.py          the whole run
"""
