//! Races: earlier steps that a task's next operation could just as well have come before.
//!
//! See the protocol in the explorer's README. It only finds them; what follows is the search's.

use super::execution::Execution;
use super::memo::{NOWHERE, Next};
use super::moves::{ENDING, How, Move, NOTHING};
use super::size::to_u32;
use crate::objects::{Action, Object};
use model::{ObjectId, TaskId};

impl Execution {
    /// The positions of the steps that race with this step, a task's next, whether it can be taken now
    /// or waits, and what the step would then be: the operation may time out here and happen there.
    pub(super) fn races(&self, mv: Move, can: bool, found: &mut Vec<(u32, Move)>) {
        let task = mv.index();
        found.clear();
        if mv.object == ENDING.0 {
            // Endings wait for nothing and change nothing but the run.
            let last = self.touched(mv.object).next().filter(|last| !self.is_behind(*last, task));
            found.extend(last.map(|last| (last, mv)));
        } else if mv.object != NOTHING {
            self.races_on_object(mv, can, found);
        }
        if self.cancels > 0 && mv.asked {
            self.race_with_cancellation(task, found);
        }
        if mv.victim != NOTHING {
            self.race_with_victim(mv, found);
        }
    }

    fn races_on_object(&self, mv: Move, can: bool, found: &mut Vec<(u32, Move)>) {
        let task = mv.index();
        if !mv.looks && can && self.races_of_looks(mv, found) {
            return;
        }
        for earlier in self.touched(mv.object) {
            let Some(before) = self.before(earlier) else { continue };
            if self.is_behind(earlier, task) {
                return;
            }
            if let Some(mv) = self.instead(mv, earlier, before) {
                found.push((earlier, mv));
                return;
            }
        }
    }

    /// The looks since the last change that race with a change. True where there were some, and each
    /// does: the change before them then races with the looks, and not with this.
    fn races_of_looks(&self, mv: Move, found: &mut Vec<(u32, Move)>) -> bool {
        let looks = || self.touched(mv.object).take_while(|earlier| self.taken[*earlier as usize].mv.looks);
        let (mut some, mut all) = (false, true);
        for look in looks() {
            some = true;
            let later = || looks().take_while(|later| *later != look);
            if self.is_behind(look, mv.index()) || later().any(|later| self.happens_before(look, later)) {
                continue;
            }
            match self.instead(mv, look, self.object(ObjectId(mv.object))) {
                Some(mv) => found.push((look, mv)),
                None => all = false,
            }
        }
        some && all
    }

    /// What the step would be without the one at this position and all that comes of it, when its
    /// object were in this state; none where it would have to wait.
    fn instead(&self, mv: Move, position: u32, object: &Object) -> Option<Move> {
        let cancelled = mv.how == How::Cancelled && self.is_cancelled_without(position, mv.index());
        self.move_if(mv.index(), self.is_ready(mv.index(), object), cancelled)
    }

    /// Somebody cancelled the task, or was refused that: the task might have been quicker.
    fn race_with_cancellation(&self, task: usize, found: &mut Vec<(u32, Move)>) {
        for position in self.cancellations(task) {
            if self.is_behind(position, task) {
                return;
            }
            let ready = match self.wanted(task) {
                Some((object, _)) => {
                    // The object as it is without the cancellation and all that comes of it.
                    let later = self.touched(object.0).take_while(|later| *later > position);
                    let changed = later.filter(|later| self.happens_before(position, *later));
                    let before = changed.filter_map(|later| self.before(later)).last();
                    self.is_ready(task, before.unwrap_or_else(|| self.object(object)))
                }
                None => true,
            };
            if let Some(mv) = self.move_if(task, ready, self.is_cancelled_without(position, task)) {
                found.push((position, mv));
                return;
            }
        }
    }

    /// Somebody is cancelled: what was done last by the victim might have come too late.
    fn race_with_victim(&self, mv: Move, found: &mut Vec<(u32, Move)>) {
        let Some(last) = self.runners[mv.victim as usize].asked.checked_sub(1) else { return };
        let through_another = found.iter().any(|(other, _)| self.happens_before(last, *other));
        if !through_another && !self.is_behind(last, mv.index()) {
            found.push((last, mv));
        }
    }

    /// Whether the task would be cancelled, too, without this step and all that comes of it.
    fn is_cancelled_without(&self, position: u32, task: usize) -> bool {
        let unheard = |other: &u32| *other >= self.runners[task].heard;
        let remains = |other: u32| other < position || !self.happens_before(position, other);
        self.cancellations(task).take_while(unheard).any(|other| self.is_done(other) && remains(other))
    }

    pub(super) fn is_ready(&self, task: usize, object: &Object) -> bool {
        self.wanted(task).is_none_or(|(_, action)| object.ready(TaskId(to_u32(task)), action))
    }

    /// The object and action the task asks for, if it asks for one.
    pub(super) fn wanted(&self, task: usize) -> Option<(ObjectId, &Action)> {
        let place = self.runners[task].place;
        if place == NOWHERE {
            return None;
        }
        match &self.memo.nodes[place as usize].next {
            Next::Act { object, action, .. } => Some((*object, action)),
            _ => None,
        }
    }

    /// What must come before so that the race with the step at `position` turns out the other way:
    /// every later step, up to `until`, that the one at `position` does not happen before.
    pub(super) fn without(&self, position: u32, until: usize, sequence: &mut Vec<Move>) {
        sequence.clear();
        for later in position as usize + 1..until {
            if !self.happens_before(position, to_u32(later)) {
                sequence.push(self.taken[later].mv);
            }
        }
    }
}
