//! What things cost in CPython and on the modelled machine, in nanoseconds and bytes.
//!
//! Few, and each is something the machine does, not a row of a report: they were calibrated once
//! against CPython 3.11 on a two-core machine. The cooperative engine's GIL takes from here what one
//! thread of compiled code cannot have: how long it takes to wake another, and what a few operations of
//! Python cost. It refuses to know any scenario.

use crate::engine::{Checkpoint, Op};
use crate::objects::MadeOf;

/// What the modelled machine's operations cost. Times are nanoseconds where nothing else is said.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Costs {
    /// Reading or writing a variable: a bytecode or two.
    pub access: u64,
    /// Calling a function, up to where the interpreter looks for a switch request.
    pub call: u64,
    /// The rest of a call: its body and the way back.
    pub body: u64,
    /// A jump back to the head of a loop.
    pub back_edge: u64,
    /// Taking or giving back a lock, which is written in C.
    pub lock: u64,
    /// Something done to a queue or another tool that is written in Python.
    pub tool: u64,
    /// Something done to a future: a condition and its lock, in Python.
    pub future: u64,
    /// One unit of a kernel.
    pub unit: u64,
    /// How much slower Python code runs outside of the main thread, in thousandths.
    pub thread_drag: u64,
    /// How much slower it runs in a process that was forked, in thousandths.
    pub fork_drag: u64,
    /// A call into the operating system that gives up the baton and takes it back.
    pub system_call: u64,
    /// From a wake-up to running on a core that has idled so briefly that it still listens.
    pub wake_warm: u64,
    /// The same on a core that has gone to sleep, and whenever a lock is what was waited for.
    pub wake_cold: u64,
    /// From one thread to the next on one core.
    pub switch: u64,
    /// How long an idle core listens before it goes to sleep.
    pub listen: u64,
    /// From the end of an interval to the holder of the baton giving it away: a mutex and a flag.
    pub request: u64,
    /// From a signal that the baton is free, or taken, until the thread that waited for it runs.
    pub signal: u64,
    /// Within how much time two threads that look for the baton get into each other's way.
    pub collision: u64,
    /// How often, in thousandths and for each of the others that wait, a thread that asked for the baton misses
    /// it without that.
    pub missed: u64,
    /// How late the operating system's timers are.
    pub timer_slack: u64,
    /// What the waits of an event loop are rounded up to: `epoll` counts in milliseconds.
    pub loop_grain: u64,
    /// How long a thread may keep its core while others want one.
    pub quantum: u64,
    /// One turn of an event loop for one task.
    pub loop_turn: u64,
    /// Starting a task of an event loop.
    pub start_task: u64,
    /// Starting a thread.
    pub start_thread: u64,
    /// Starting a process as a copy of its parent.
    pub start_fork: u64,
    /// Starting a process from nothing.
    pub start_spawn: u64,
    /// Sending something to another process, or receiving it, however small.
    pub message: u64,
    /// Making bytes of a value or a value of bytes, for each 1024 bytes.
    pub kilobyte: u64,
    /// The same beyond what the caches hold.
    pub far_kilobyte: u64,
    /// What the caches hold, in bytes.
    pub cache: u64,
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
        access: 12,
        call: 12,
        body: 26,
        back_edge: 8,
        lock: 40,
        tool: 950,
        future: 1_300,
        unit: 50_000,
        thread_drag: 75,
        fork_drag: 160,
        system_call: 1_500,
        wake_warm: 3_000,
        wake_cold: 24_000,
        switch: 2_500,
        listen: 200_000,
        request: 60_000,
        signal: 7_000,
        collision: 30_000,
        missed: 60,
        timer_slack: 50_000,
        loop_grain: 1_000_000,
        quantum: 3_000_000,
        loop_turn: 1_500,
        start_task: 2_200,
        start_thread: 28_000,
        start_fork: 5_200_000,
        start_spawn: 58_600_000,
        message: 25_000,
        kilobyte: 180,
        far_kilobyte: 2_110,
        cache: 4_900_000,
        task_memory: 2_000,
        thread_memory: 50_000,
        process_memory: 10_000_000,
    };

    /// An operation of a thread, where it is cheap: up to where it looks for a switch request.
    pub(crate) fn operation(&self, op: &Op) -> u64 {
        match op {
            Op::Checkpoint(Checkpoint::Call) => self.call,
            Op::Checkpoint(Checkpoint::BackEdge) => self.back_edge,
            Op::Act(_, action) => self.action(action.facts().made_of, false),
            Op::Spawn { .. } => self.start_thread,
            Op::Pause(..) => self.system_call / 2,
            Op::Convert(_, bytes) => self.conversion(*bytes),
            Op::Compute { .. } | Op::Fail(_) | Op::Crash(_) => 0,
        }
    }

    /// Something done to an object, which other processes may share.
    pub(crate) fn action(&self, made_of: MadeOf, shared: bool) -> u64 {
        match made_of {
            MadeOf::Bytecodes => self.access,
            MadeOf::Lock => self.lock,
            MadeOf::Message if !shared => self.lock,
            MadeOf::Tool | MadeOf::Message => self.tool,
            MadeOf::Condition => self.future,
        }
    }

    /// From a wake-up to running on a core that has idled for so long: it still listens, or sleeps.
    pub(crate) fn wake(&self, idle: u64) -> u64 {
        if idle < self.listen { self.wake_warm } else { self.wake_cold }
    }

    /// What it takes to make bytes of a value, or a value of so many bytes.
    #[must_use]
    pub fn conversion(&self, bytes: u64) -> u64 {
        let near = bytes.min(self.cache);
        (near * self.kilobyte + (bytes - near) * self.far_kilobyte) / 1024
    }
}

impl Default for Costs {
    fn default() -> Costs {
        Costs::CPYTHON
    }
}
