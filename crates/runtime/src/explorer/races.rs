//! Races: earlier steps that a task's next operation could just as well have come before.
//!
//! See the protocol in the explorer's README. It only finds them; what follows is the search's.

use super::machine::Machine;
use super::memo::{NOWHERE, Next};
use super::moves::{Actor, Move, NOTHING};
use model::TaskId;

impl Machine {
    /// The positions of the steps that race with this actor's next operation, whether it can happen
    /// now or waits.
    ///
    /// A step at `p` is among them where the operation depends on it, was free to come before it as
    /// far as its own task goes, could have happened in the state before `p`, and nothing between
    /// that has all these properties depends on `p`.
    pub(super) fn races(&self, actor: Actor, found: &mut Vec<u32>) {
        found.clear();
        let mv = self.next_move(actor);
        if mv.object == NOTHING {
            return;
        }
        let task = actor.index();
        let touched = self.touched(mv.object);
        if !mv.looks && self.can(actor) && self.races_of_looks(mv, touched, found) {
            return;
        }
        for &earlier in touched.iter().rev() {
            let Some(before) = &self.taken[earlier as usize].before else {
                if self.taken[earlier as usize].mv.looks {
                    continue;
                }
                // An ending: it waits for nothing and changes nothing but the run.
                if !self.is_behind(earlier, task) {
                    found.push(earlier);
                }
                return;
            };
            if self.is_behind(earlier, task) {
                return;
            }
            let possible = match self.waiting(task) {
                Some((_, action)) => before.ready(TaskId(task as u32), action),
                None => true,
            };
            if possible {
                found.push(earlier);
                return;
            }
        }
    }

    /// The looks since the last change that race with a change. True where there were looks: the
    /// change before them then races with the looks, and not with this.
    fn races_of_looks(&self, mv: Move, touched: &[u32], found: &mut Vec<u32>) -> bool {
        let looks = touched.iter().rev().take_while(|earlier| self.taken[**earlier as usize].mv.looks);
        let first = touched.len() - looks.count();
        let looks = &touched[first..];
        for (at, &look) in looks.iter().enumerate() {
            let through_another = || looks[at + 1..].iter().any(|later| self.happens_before(look, *later));
            if !self.is_behind(look, mv.actor.index()) && !through_another() {
                found.push(look);
            }
        }
        !looks.is_empty()
    }

    /// The object and action the task asks for, if it asks for one.
    pub(super) fn waiting(&self, task: usize) -> Option<(u32, &crate::objects::Action)> {
        let place = self.strands[task].place;
        if place == NOWHERE {
            return None;
        }
        match &self.memo.nodes[place as usize].next {
            Next::Act { object, action, .. } => Some((object.0, action)),
            _ => None,
        }
    }

    /// What must come before so that the race with the step at `position` turns out the other way:
    /// every later step, up to `until`, that the one at `position` does not happen before.
    pub(super) fn without(&self, position: u32, until: usize, sequence: &mut Vec<Move>) {
        sequence.clear();
        for later in position as usize + 1..until {
            if !self.happens_before(position, later as u32) {
                sequence.push(self.taken[later].mv);
            }
        }
    }
}
