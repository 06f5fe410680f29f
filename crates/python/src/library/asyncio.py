# asyncio: a face of three rooms. Streams, subprocesses and signals are not here.

from _asyncio_core import (
    AbstractEventLoop, BaseEventLoop, BrokenBarrierError, CancelledError, Future, Handle, IncompleteReadError,
    InvalidStateError, QueueEmpty, QueueFull, SelectorEventLoop, Task, TimerHandle, _get_running_loop, all_tasks, create_task,
    current_task, ensure_future, get_event_loop, get_running_loop, iscoroutine, iscoroutinefunction, isfuture,
    new_event_loop, run_coroutine_threadsafe, set_event_loop, wrap_future,
)
from _asyncio_run import (
    ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, Runner, TaskGroup, Timeout, TimeoutError, as_completed, gather,
    run, shield, sleep, timeout, timeout_at, to_thread, wait, wait_for,
)
from _asyncio_sync import (
    Barrier, BoundedSemaphore, Condition, Event, LifoQueue, Lock, PriorityQueue, Queue, Semaphore,
)
