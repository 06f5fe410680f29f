//! The schedule a person can follow: for each outcome the one with the fewest switches, then the
//! fewest steps.
//!
//! All schedules with no switch, then with one, with two, and so on (iterative context bounding),
//! until every outcome has one that no other can beat. What was reached before by an equivalent way
//! with no more switches is not followed again: states are told apart by a hash of what each task
//! has seen, so an unlucky collision (one in some ten million searches) could cost brevity, never
//! an outcome. It finds no outcomes; those are the search's.

use super::execution::Execution;
use super::moves::{How, Move, NOTHING};
use super::outcomes::Outcomes;
use super::size::bytes;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// How many bytes an entry of the table takes, with what a table keeps free.
const ENTRY: usize = (size_of::<((u64, u32), u32)>() + 1) * 8 / 7 + 1;

pub(super) struct Shorten {
    /// Switches allowed in this round.
    most: u32,
    /// Whether giving back and ending may come late in this round.
    late: bool,
    /// The steps still to be tried, of all levels.
    todo: Vec<Move>,
    /// Where the steps of each level begin.
    levels: Vec<usize>,
    /// Something was left out in this round for want of switches.
    cut: bool,
    /// With how few switches a state was reached, by its hash and whose turn it was.
    reached: HashMap<(u64, u32), u32, BuildHasherDefault<Spread>>,
    hashes: Hashes,
    /// How many bytes it may take.
    room: usize,
    /// The longest an execution may be.
    longest: usize,
    over: bool,
}

impl Shorten {
    /// A round without switches, from a machine that has taken no step.
    pub(super) fn new(execution: &Execution, room: usize, longest: usize) -> Shorten {
        let mut shorten = Shorten {
            most: 0,
            late: false,
            todo: Vec::new(),
            levels: Vec::new(),
            cut: false,
            reached: HashMap::default(),
            hashes: Hashes::default(),
            room,
            longest,
            over: false,
        };
        shorten.level(execution);
        shorten
    }

    /// Takes one step forward or back. False once every outcome has its shortest schedule, or there
    /// is no more room to look for them.
    pub(super) fn advance(&mut self, execution: &mut Execution, outcomes: &mut Outcomes) -> bool {
        if self.over {
            return false;
        }
        let start = *self.levels.last().expect("a round that is not over has a level");
        if self.todo.len() == start {
            self.levels.pop();
            if self.levels.is_empty() {
                self.next_round(execution, outcomes);
            } else {
                execution.take_back();
                self.hashes.take_back();
            }
            return !self.over;
        }
        let mv = self.todo.pop().expect("the level is not empty");
        execution.take(mv);
        self.hashes.take(execution);
        if self.is_new(execution) {
            self.level(execution);
            if execution.ended.is_some() || self.todo.len() == self.levels[self.levels.len() - 1] {
                self.end(execution, outcomes);
            }
        } else {
            self.levels.push(self.todo.len());
        }
        if self.bytes() > self.room {
            self.over = true;
        }
        !self.over
    }

    /// How many bytes this takes, or is about to: a table that is full is copied to one twice as large.
    pub(super) fn bytes(&self) -> usize {
        let room = self.reached.capacity();
        let table = ENTRY * if self.reached.len() == room { 3 * room } else { room };
        table + bytes(&self.todo) + bytes(&self.levels) + bytes(&self.hashes.undo) + bytes(&self.hashes.objects)
    }

    /// Adds the steps that may be tried from here.
    fn level(&mut self, execution: &Execution) {
        self.levels.push(self.todo.len());
        if execution.ended.is_some() {
            return;
        }
        // More switches would not make it shorter.
        if execution.len() >= self.longest {
            return;
        }
        let tasks = execution.runners.len();
        let turn = execution.turn();
        if !self.late {
            // What needs no decision follows at once.
            let at = execution.taken.last().map_or(0, |taken| taken.mv.index());
            if execution.at(at).is_some_and(|node| node.needs_no_decision()) {
                self.todo.push(execution.next_move(at));
                return;
            }
        }
        let used = execution.taken.last().map_or(0, |taken| taken.effort.switches);
        // The last to be added is tried first: the task that has the turn.
        for at in (0..tasks).filter(|at| Some(*at) != turn).chain(turn) {
            let free = turn.is_none_or(|turn| turn == at)
                || (self.late && execution.at(at).is_some_and(|node| node.needs_no_decision()));
            if execution.can(at) {
                if free || used < self.most {
                    self.todo.push(execution.next_move(at));
                } else {
                    self.cut = true;
                }
            }
        }
    }

    /// Nothing may be tried from here: the end of an execution, or of the switches allowed.
    fn end(&mut self, execution: &mut Execution, outcomes: &mut Outcomes) {
        let stuck = |execution: &Execution| !(0..execution.runners.len()).any(|task| execution.can(task));
        if execution.is_over(!stuck(execution)) {
            let at = outcomes.find(execution);
            outcomes.improve(at, execution);
        }
    }

    fn is_new(&mut self, execution: &Execution) -> bool {
        let used = execution.taken.last().map_or(0, |taken| taken.effort.switches);
        let turn = execution.turn().map_or(NOTHING, |turn| turn as u32);
        let key = (self.hashes.sum, turn);
        match self.reached.get_mut(&key) {
            Some(before) if *before <= used => false,
            Some(before) => {
                *before = used;
                true
            }
            None => {
                self.reached.insert(key, used);
                true
            }
        }
    }

    fn next_round(&mut self, execution: &Execution, outcomes: &mut Outcomes) {
        let exhausted = !self.cut;
        for entry in &mut outcomes.entries {
            let seen = entry.effort.late == self.late && entry.effort.switches <= self.most;
            entry.shortest |= seen || (exhausted && !entry.effort.late);
        }
        if outcomes.entries.iter().all(|entry| entry.shortest) || (exhausted && self.late) {
            self.over = true;
            return;
        }
        if exhausted {
            self.late = true;
            self.most = 0;
        } else {
            self.most += 1;
        }
        self.cut = false;
        self.reached.clear();
        self.level(execution);
    }
}

/// A hash of what everybody has seen: the same for executions that are equivalent.
#[derive(Default)]
struct Hashes {
    sum: u64,
    tasks: Vec<u64>,
    /// For each object the hash of the last change, and of the looks since.
    objects: Vec<(u64, u64)>,
    undo: Vec<Undo>,
}

struct Undo {
    sum: u64,
    task: usize,
    seen: u64,
    object: usize,
    state: (u64, u64),
    child: Option<(usize, u64)>,
}

impl Hashes {
    fn take(&mut self, execution: &Execution) {
        let Some(taken) = execution.taken.last() else { return };
        let mv = taken.mv;
        let (task, object) = (mv.index(), mv.object as usize);
        self.tasks.resize(self.tasks.len().max(execution.runners.len()), 0);
        let touches = mv.object != NOTHING;
        if touches && self.objects.len() <= object {
            self.objects.resize(object + 1, (0, 0));
        }
        let state = if touches { self.objects[object] } else { (0, 0) };
        let mut undo = Undo { sum: self.sum, task, seen: self.tasks[task], object, state, child: None };
        let met = if mv.looks { state.0 } else { mix(state.0 ^ mix(state.1)) };
        let seen = mix(mix(self.tasks[task] ^ how(mv.how)) ^ met ^ u64::from(mv.object));
        self.set(task, seen);
        if touches {
            self.objects[object] = if mv.looks { (state.0, state.1 ^ mix(seen ^ task as u64)) } else { (seen, 0) };
        }
        if let Some(child) = taken.child() {
            undo.child = Some((child, self.tasks[child]));
            self.set(child, mix(seen));
        }
        self.undo.push(undo);
    }

    fn take_back(&mut self) {
        let Some(undo) = self.undo.pop() else { return };
        if let Some((child, seen)) = undo.child {
            self.tasks[child] = seen;
        }
        self.tasks[undo.task] = undo.seen;
        if let Some(state) = self.objects.get_mut(undo.object) {
            *state = undo.state;
        }
        self.sum = undo.sum;
    }

    fn set(&mut self, task: usize, seen: u64) {
        let place = |seen: u64| mix(seen.wrapping_add(task as u64));
        self.sum ^= place(self.tasks[task]) ^ place(seen);
        self.tasks[task] = seen;
    }
}

fn how(how: How) -> u64 {
    match how {
        How::Acts => 0,
        How::TimesOut => 1,
        How::Cancelled => 2,
    }
}

/// The keys are hashes already: no need to hash them well.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(26) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }
}

/// Splitmix64.
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ value >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ value >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ value >> 31
}
