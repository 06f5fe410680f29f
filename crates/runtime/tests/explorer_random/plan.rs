//! Random small programs as data, over all primitives. `follow.rs` says what each line does, and
//! `covered.rs` that none of what programs are written against is left out.

use std::collections::BTreeSet;

/// One line of a task. `usize` names a cell, a lock, or a task spawned before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Line {
    Load(usize),
    /// Writes the sum of all the task has read, and one more.
    StoreNext(usize),
    Store(usize, i64),
    Add(usize),
    Swap(usize, i64, i64),
    Acquire(usize),
    Try(usize),
    /// Gives back what was taken last.
    Release,
    /// The same without waiting for a step of its own.
    Drop,
    Pause,
    LongPause,
    Io,
    Block,
    Compute,
    Native,
    Parallel,
    /// There and back, and through shared memory.
    Pickle,
    /// Passes what an interpreter looks up from: a call and a back-edge.
    Pass,
    /// Ends the run if what was read last is odd.
    CheckEven,
    /// Leaves the rest out if what was read last is odd; what is held is given back by clean-up.
    StopIfOdd,
    Crash,
    /// One limit within another.
    Limits,
    Permit,
    TryPermit,
    AddPermit,
    AddPermits,
    /// Takes a permit for good.
    TakePermit,
    Wait,
    IsSet,
    Set,
    Clear,
    Put,
    Offer,
    Get,
    TryGet,
    Worked,
    Drain,
    Length,
    Close,
    Meet,
    /// Takes a lock, waits for the condition, and gives the lock back.
    Await,
    Notify,
    NotifyAll,
    SetResult,
    Fail,
    Result,
    IsDone,
    Begin,
    CancelResult,
    /// Has the queue told of the result.
    Listen,
    /// Waits for the result as one of several.
    Completed,
    Callback,
    Send,
    Receive,
    TryReceive,
    CloseChannel,
    /// Sends into the second channel, which has room.
    SendOther,
    CloseOther,
    /// Receives from whichever of the two channels has something.
    Select,
    Reenter,
    TryReenter,
    Insert,
    InsertNew,
    Look,
    Contains,
    Remove,
    Entries,
    Cancel(usize),
    Ended(usize),
    Submit,
    PoolMap,
    PoolMapAsCompleted,
    Waiting,
    /// Cancels the pool's only worker.
    CancelWorker,
    Shutdown,
    Post,
    Read,
    Shut,
    /// Starts a task that crashes if a cell is even, again and again as often as this allows.
    Supervise(Option<u32>),
    /// The same, and cancels who looks after it.
    CancelSupervisor,
    /// Starts two tasks of a group, of which one may crash, and joins it.
    Group,
    /// Starts a task of a group, and is cut short by a time limit.
    LeaveGroup,
    /// Starts a task on a thread of its own, and joins it.
    Aside,
}

/// What a program is made of: a few sorts of lines, so that its tasks have something to do with
/// each other.
pub(crate) const SORTS: &[&[Line]] = &[
    &[Line::Load(0), Line::StoreNext(0), Line::Store(0, 1), Line::Add(0), Line::Swap(0, 0, 1)],
    &[Line::Load(1), Line::StoreNext(1), Line::Store(1, 2), Line::Load(0), Line::Store(0, 2)],
    &[Line::Acquire(0), Line::Acquire(1), Line::Try(0), Line::Release, Line::Release, Line::Drop],
    &[Line::Permit, Line::Permit, Line::AddPermit, Line::Release, Line::Drop],
    &[Line::Permit, Line::TryPermit, Line::TakePermit, Line::AddPermits, Line::Release],
    &[Line::Wait, Line::IsSet, Line::Set, Line::Clear],
    &[Line::Put, Line::Put, Line::Offer, Line::Get, Line::Get, Line::TryGet, Line::Close],
    &[Line::Put, Line::Get, Line::Worked, Line::Drain, Line::Length],
    &[Line::Meet],
    &[Line::Await, Line::Notify, Line::Notify, Line::NotifyAll],
    &[Line::SetResult, Line::Result, Line::IsDone],
    &[Line::SetResult, Line::Fail, Line::Begin, Line::CancelResult, Line::Result],
    &[Line::Send, Line::Receive],
    &[Line::Send, Line::TryReceive, Line::TryReceive, Line::CloseChannel],
    &[Line::Reenter, Line::TryReenter, Line::Release],
    &[Line::InsertNew, Line::Look],
    &[Line::Insert, Line::Remove, Line::Contains, Line::Entries],
    CANCELLING,
    &[Line::Pause, Line::LongPause, Line::CheckEven, Line::StopIfOdd, Line::Crash],
    &[Line::Io, Line::Block, Line::Compute, Line::Native, Line::Parallel, Line::Pickle, Line::Pass, Line::Limits],
];

const CANCELLING: &[Line] = &[Line::Cancel(0), Line::Cancel(1), Line::Ended(0), Line::Pause];

/// What waits for each other.
pub(crate) const WAITING: &[&[Line]] = &[
    &[Line::Acquire(0), Line::Acquire(1), Line::Release],
    &[Line::Permit, Line::TakePermit, Line::AddPermit],
    &[Line::Wait, Line::Set, Line::Clear],
    &[Line::Put, Line::Get, Line::Drain, Line::Worked, Line::Close],
    &[Line::Meet],
    &[Line::Await, Line::Notify],
    &[Line::Result, Line::SetResult],
    &[Line::Send, Line::Receive, Line::TryReceive],
    &[Line::SendOther, Line::SendOther, Line::Receive, Line::CloseOther],
    &[Line::Reenter, Line::Release],
    &[Line::Cancel(0), Line::Cancel(1), Line::Pause],
    &[Line::Post, Line::Read, Line::Shut],
];

/// What is composed of the others, and needs more steps: a program has one or two of these sorts.
pub(crate) const COMPOSED: &[&[Line]] = &[
    &[Line::Send, Line::SendOther, Line::Select, Line::Select, Line::CloseChannel, Line::CloseOther],
    &[Line::Submit, Line::Waiting, Line::CancelWorker, Line::Shutdown],
    &[Line::Post, Line::Post, Line::Read, Line::Read, Line::Shut],
    &[Line::Callback, Line::SetResult, Line::Begin, Line::CancelResult, Line::Result],
    &[Line::Listen, Line::SetResult, Line::CancelResult, Line::Get],
    &[Line::Completed, Line::SetResult, Line::Fail],
    &[Line::Supervise(None), Line::Supervise(Some(1)), Line::Add(0)],
    &[Line::LeaveGroup, Line::Add(0)],
    &[Line::Aside, Line::Add(0), Line::Cancel(0)],
];

/// What needs more steps still: the main task has a line or none, and so has the only other one.
pub(crate) const LONG: &[&[Line]] = &[
    &[Line::PoolMap, Line::PoolMap, Line::Add(0), Line::Waiting, Line::Shutdown, Line::Cancel(0)],
    &[Line::PoolMapAsCompleted, Line::PoolMapAsCompleted, Line::Add(0), Line::Shutdown, Line::Cancel(0)],
    &[Line::CancelSupervisor, Line::CancelSupervisor, Line::Add(0), Line::Cancel(0)],
    &[Line::Group, Line::Group, Line::Add(0), Line::Cancel(0)],
];

/// A program: the lines of each task, and whether each has a time limit; the main task runs the
/// first ones itself.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Plan {
    pub(crate) tasks: Vec<Vec<(Line, bool)>>,
    pub(crate) joins: Vec<bool>,
    pub(crate) nested: bool,
}

/// A small source of chance: xorshift.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % bound
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

impl Plan {
    /// A program of single operations.
    pub(crate) fn random(dice: &mut Dice) -> Plan {
        let tasks = 2 + dice.below(3);
        let sorts: Vec<&[Line]> = (0..1 + dice.below(3)).map(|_| dice.one(SORTS)).collect();
        let limited = dice.below(3) == 0;
        Plan::of(dice, &sorts, tasks, [0, 0, 5, 3, 2][tasks], if limited { 2 } else { 0 })
    }

    /// A program of what waits, most of it with a time limit.
    pub(crate) fn hurried(dice: &mut Dice) -> Plan {
        let tasks = 2 + dice.below(2);
        let mut sorts: Vec<&[Line]> = vec![dice.one(WAITING)];
        if dice.below(2) == 0 {
            sorts.push(dice.one(WAITING));
        }
        Plan::of(dice, &sorts, tasks, [0, 0, 3, 2][tasks], 4)
    }

    /// A program in which a task with a line or two of any sort is cancelled, by one that may first do
    /// something of the same sort. So every line is cut short wherever it can be.
    pub(crate) fn hunted(dice: &mut Dice) -> Plan {
        let sorts = SORTS.iter().chain(COMPOSED).chain(LONG).copied().collect::<Vec<_>>();
        let sort = dice.one(&sorts);
        let limited = dice.below(4) == 0;
        let prey = (0..1 + dice.below(2)).map(|_| (dice.one(sort), limited)).collect();
        let mut hunter: Vec<(Line, bool)> = (0..dice.below(2)).map(|_| (dice.one(sort), false)).collect();
        hunter.push((Line::Cancel(0), false));
        Plan { tasks: vec![Vec::new(), prey, hunter], joins: vec![true; 3], nested: dice.below(8) == 0 }
    }

    /// A program of what is composed, with a single operation here and there.
    pub(crate) fn composed(dice: &mut Dice) -> Plan {
        let tasks = 2 + dice.below(2);
        let mut sorts: Vec<&[Line]> = vec![dice.one(COMPOSED)];
        if dice.below(2) == 0 {
            let all = [dice.one(COMPOSED), dice.one(SORTS), CANCELLING];
            sorts.push(dice.one(&all));
        }
        let limited = dice.below(3) == 0;
        Plan::of(dice, &sorts, tasks, [0, 0, 3, 2][tasks], if limited { 2 } else { 0 })
    }

    /// A program of few lines that are long.
    pub(crate) fn long(dice: &mut Dice) -> Plan {
        let sort = dice.one(LONG);
        let limited = dice.below(3) == 0;
        Plan::of(dice, &[sort], 2, 1, if limited { 2 } else { 0 })
    }

    /// Of so many lines all but one have a time limit, on the whole.
    fn of(dice: &mut Dice, sorts: &[&[Line]], tasks: usize, most: usize, limited: usize) -> Plan {
        let lines = |dice: &mut Dice, most: usize| {
            let count = dice.below(most + 1);
            let line = |dice: &mut Dice| {
                let sort = dice.one(sorts);
                (dice.one(sort), limited > 0 && dice.below(limited) > 0)
            };
            (0..count).map(|_| line(dice)).collect::<Vec<_>>()
        };
        let mut plan = Plan { tasks: vec![lines(dice, 1)], joins: vec![true], nested: dice.below(4) == 0 };
        for _ in 1..tasks {
            plan.tasks.push(lines(dice, most));
            plan.joins.push(dice.below(4) > 0);
        }
        plan
    }

    /// Programs that once found something.
    pub(crate) fn remembered() -> Vec<Plan> {
        let plan = |tasks: &[&[(Line, bool)]], joins: &[bool], nested| Plan {
            tasks: tasks.iter().map(|lines| lines.to_vec()).collect(),
            joins: joins.to_vec(),
            nested,
        };
        vec![
            plan(
                &[&[(Line::Cancel(1), false)], &[], &[(Line::Store(0, 2), false)], &[(Line::Load(0), false)]],
                &[true, true, true, true],
                false,
            ),
            plan(
                &[
                    &[(Line::Reenter, false)],
                    &[(Line::Reenter, true), (Line::Reenter, true), (Line::Release, false)],
                    &[(Line::Reenter, false)],
                ],
                &[true, true, false],
                false,
            ),
            plan(
                &[
                    &[(Line::Cancel(1), false)],
                    &[(Line::Cancel(0), false), (Line::Ended(0), false), (Line::Release, false)],
                    &[(Line::Cancel(0), false), (Line::Cancel(0), false)],
                ],
                &[true, true, true],
                true,
            ),
        ]
    }

    /// What its lines are called.
    pub(crate) fn words(&self) -> BTreeSet<String> {
        self.tasks.iter().flatten().map(|(line, _)| word(*line)).collect()
    }

    pub(crate) fn has(&self, lines: &[Line]) -> bool {
        self.tasks.iter().flatten().any(|(line, _)| lines.contains(line))
    }
}

/// What a line is called, whatever it names.
pub(crate) fn word(line: Line) -> String {
    format!("{line:?}").split('(').next().unwrap_or_default().to_owned()
}
