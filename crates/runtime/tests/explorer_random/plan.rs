//! Random small programs as data, and how they are run.

use model::{Mark, Verdict};
use runtime::objects::{Cell, Guard, Lock};
use runtime::{Cx, Task};
use std::rc::Rc;

/// One line of a task. `usize` names a cell or a lock.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Line {
    Load(usize),
    /// Writes the sum of all the task has read, and one more.
    StoreNext(usize),
    Store(usize, i64),
    Add(usize),
    Swap(usize, i64, i64),
    Acquire(usize),
    Try(usize),
    Release,
    /// Gives the last lock back without waiting for a step of its own.
    Drop,
    Pause,
    /// Ends the run if what was read last is odd.
    CheckEven,
    /// Leaves the rest out if what was read last is odd; locks are given back by clean-up.
    StopIfOdd,
}

/// A program: the lines of each task; the main task runs the first ones itself.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) tasks: Vec<Vec<Line>>,
    pub(crate) joins: Vec<bool>,
    pub(crate) nested: bool,
}

/// A small source of chance: xorshift.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % bound
    }
}

const OBJECTS: usize = 2;

impl Plan {
    pub(crate) fn random(dice: &mut Dice) -> Plan {
        let tasks = 2 + dice.below(3);
        let locks = dice.below(3) > 0;
        let lines = |dice: &mut Dice, most: usize| {
            let count = dice.below(most + 1);
            (0..count).map(|_| Plan::line(dice, locks)).collect::<Vec<_>>()
        };
        let most = [0, 0, 5, 3, 2][tasks];
        let mut plan = Plan { tasks: vec![lines(dice, 1)], joins: vec![true], nested: dice.below(4) == 0 };
        for _ in 1..tasks {
            plan.tasks.push(lines(dice, most));
            plan.joins.push(dice.below(4) > 0);
        }
        plan
    }

    fn line(dice: &mut Dice, locks: bool) -> Line {
        let object = dice.below(OBJECTS);
        match dice.below(if locks { 16 } else { 9 }) {
            0 | 1 => Line::Load(object),
            2 => Line::StoreNext(object),
            3 => Line::Store(object, dice.below(3) as i64),
            4 => Line::Add(object),
            5 => Line::Swap(object, 0, 1 + dice.below(2) as i64),
            6 => Line::Pause,
            7 => Line::CheckEven,
            8 => Line::StopIfOdd,
            9..=11 => Line::Acquire(object),
            12 => Line::Try(object),
            13 => Line::Drop,
            _ => Line::Release,
        }
    }

    pub(crate) async fn run(self: Rc<Self>, cx: Cx) -> Verdict {
        let cells: Vec<Cell> = (0..OBJECTS).map(|_| cx.cell("cell", 0)).collect();
        let locks: Vec<Lock> = (0..OBJECTS).map(|_| cx.lock("lock")).collect();
        let mut tasks: Vec<Task> = Vec::new();
        for (at, lines) in self.tasks.iter().enumerate().skip(1) {
            let (lines, cells, locks) = (lines.clone(), cells.clone(), locks.clone());
            let nested = self.nested && at == 1;
            let body = async move |cx: Cx| {
                if nested {
                    let (lines, cells, locks) = (lines.clone(), cells.clone(), locks.clone());
                    let inner = cx.spawn(&cx, "inner", async move |cx: Cx| follow(&cx, &lines, &cells, &locks).await);
                    inner.await.join(&cx).await.as_int().unwrap_or(0)
                } else {
                    follow(&cx, &lines, &cells, &locks).await
                }
            };
            tasks.push(cx.spawn(&cx, format!("task-{at}"), body).await);
        }
        let mut seen = vec![follow(&cx, &self.tasks[0], &cells, &locks).await];
        for (task, join) in tasks.iter().zip(&self.joins[1..]) {
            if *join {
                seen.push(task.join(&cx).await.as_int().unwrap_or(-1));
            }
        }
        for cell in &cells {
            seen.push(cell.load(&cx).await);
        }
        Verdict::good(&format!("{seen:?}"))
    }
}

async fn follow(cx: &Cx, lines: &[Line], cells: &[Cell], locks: &[Lock]) -> i64 {
    let mut sum = 0;
    let mut last = 0;
    let mut held: Vec<Guard> = Vec::new();
    for line in lines {
        match *line {
            Line::Load(cell) => {
                last = cells[cell].load(cx).await;
                sum = sum * 3 + last;
            }
            Line::StoreNext(cell) => cells[cell].store(cx, sum + 1).await,
            Line::Store(cell, value) => cells[cell].store(cx, value).await,
            Line::Add(cell) => last = cells[cell].add(cx, 1).await,
            Line::Swap(cell, expected, new) => last = i64::from(cells[cell].swap(cx, expected, new).await),
            Line::Acquire(lock) => held.push(locks[lock].acquire(cx).await),
            Line::Try(lock) => {
                let guard = locks[lock].try_acquire(cx).await;
                last = i64::from(guard.is_some());
                held.extend(guard);
            }
            Line::Release => {
                if let Some(guard) = held.pop() {
                    guard.release(Mark::NONE).await;
                }
            }
            Line::Drop => drop(held.pop()),
            Line::Pause => cx.sleep(cx, 1).await,
            Line::CheckEven => cx.check(Mark::NONE, last % 2 == 0, "even").await,
            Line::StopIfOdd => {
                if last % 2 == 1 {
                    return sum;
                }
            }
        }
    }
    sum
}
