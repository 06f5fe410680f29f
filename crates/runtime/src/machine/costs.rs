//! What things cost on the modelled machine, in nanoseconds and bytes.
//!
//! Few, and each is something the machine does, not a row of a report: they were calibrated once
//! against CPython 3.11 on a two-core machine. It refuses to know any scenario.

/// What the modelled machine's operations cost. All times are nanoseconds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Costs {
    /// Reading or writing a variable: a bytecode or two.
    pub access: u64,
    /// A call, or a jump back to the head of a loop.
    pub jump: u64,
    /// Something done to a lock, a queue or another primitive, without waiting.
    pub primitive: u64,
    /// One unit of a kernel.
    pub unit: u64,
    /// A call into the operating system that gives up the baton and takes it back.
    pub system_call: u64,
    /// From a wake-up to running on a core that has idled so briefly that it still listens.
    pub wake_warm: u64,
    /// The same on a core that has gone to sleep.
    pub wake_cold: u64,
    /// How long an idle core listens before it goes to sleep.
    pub listen: u64,
    /// How late the operating system's timers are.
    pub timer_slack: u64,
    /// How long a thread may keep its core while others want one.
    pub quantum: u64,
    /// One turn of an event loop.
    pub loop_turn: u64,
    /// Starting a task of an event loop.
    pub start_task: u64,
    /// Starting a thread.
    pub start_thread: u64,
    /// Starting a process as a copy of its parent.
    pub start_fork: u64,
    /// Starting a process from nothing.
    pub start_spawn: u64,
    /// Making bytes of a value, or a value of bytes, however small.
    pub pickle: u64,
    /// The same, for each thousand bytes.
    pub pickle_kilobyte: u64,
    /// Memory of a task of an event loop, in bytes.
    pub task_memory: u64,
    /// Memory of a thread, in bytes.
    pub thread_memory: u64,
    /// Memory of a process, in bytes.
    pub process_memory: u64,
}

impl Costs {
    /// CPython 3.11 on Linux.
    pub const CPYTHON: Costs = Costs {
        access: 20,
        jump: 15,
        primitive: 60,
        unit: 50_000,
        system_call: 1_500,
        wake_warm: 3_000,
        wake_cold: 24_000,
        listen: 200_000,
        timer_slack: 50_000,
        quantum: 3_000_000,
        loop_turn: 3_000,
        start_task: 5_000,
        start_thread: 50_000,
        start_fork: 2_000_000,
        start_spawn: 58_000_000,
        pickle: 2_000,
        pickle_kilobyte: 200,
        task_memory: 2_000,
        thread_memory: 50_000,
        process_memory: 10_000_000,
    };
}

impl Default for Costs {
    fn default() -> Costs {
        Costs::CPYTHON
    }
}
