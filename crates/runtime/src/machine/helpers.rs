//! Threads that help with one computation: the pool of a native library.
//!
//! A call into native code may be spread over several threads: the task's own, and helpers that have
//! no task and never need the baton. The work is a heap of equal shares; whoever is on a core takes the
//! next one, so a helper that finds no core costs nobody anything. Helpers stay for the next call. This
//! file refuses to know what is computed.

use super::state::{Computation, Doing, NOBODY, State};
use super::threads::Whereabouts;
use model::{EventKind, Mark, ObjectId, TaskId};

impl State {
    /// The task's own thread takes a share, and helpers are woken.
    pub(super) fn share_out(&mut self, number: u32, task: TaskId, helpers: u8) {
        self.take_share(number, task);
        let process = self.threads[number as usize].process;
        let coming = self.helpers.iter().filter(|helper| self.threads[**helper as usize].current == task.0).count();
        for _ in coming..usize::from(helpers) {
            let idle = self.helpers.iter().copied().find(|helper| {
                let thread = &self.threads[*helper as usize];
                thread.process == process && thread.current == NOBODY
            });
            let helper = idle.unwrap_or_else(|| self.add_helper(process));
            self.thread(helper).current = task.0;
            self.wake(helper);
        }
    }

    fn add_helper(&mut self, process: u32) -> u32 {
        let helper = self.add_thread(process);
        self.helpers.push(helper);
        self.thread(helper).helper = u8::try_from(self.helpers.len()).unwrap_or(u8::MAX);
        helper
    }

    /// A helper is on its core.
    pub(super) fn help(&mut self, number: u32) {
        let task = TaskId(self.threads[number as usize].current);
        if self.threads[number as usize].busy {
            self.pick_up(number);
        } else if !self.take_share(number, task) {
            return self.dismiss(number);
        }
        self.tell_help(number, true);
    }

    /// The helper is at work from now on, or is no longer.
    pub(super) fn tell_help(&mut self, number: u32, begins: bool) {
        let thread = self.thread(number);
        if std::mem::replace(&mut thread.at_work, begins) == begins {
            return;
        }
        let (task, helper) = (TaskId(thread.current), i64::from(thread.helper));
        let kind = if begins { EventKind::Help } else { EventKind::HelpDone };
        let mark = self.mark_of_work(task);
        self.emit_on(number, task, kind, ObjectId::NONE, mark, helper);
    }

    /// Whether there was a share to take.
    fn take_share(&mut self, number: u32, task: TaskId) -> bool {
        let Doing::Work(Computation { shares: Some(shares), .. }) = &mut self.task(task).doing else { return false };
        let Some(each) = shares.take() else { return false };
        self.uses_core(number);
        self.occupy(number, each);
        true
    }

    /// The thread has done its share: whether all the work is done with it, and this is the task's own
    /// thread, which then goes on.
    pub(super) fn share_done(&mut self, number: u32, task: TaskId) -> bool {
        let Doing::Work(Computation { shares: Some(shares), .. }) = &mut self.task(task).doing else {
            unreachable!("who does a share does so for a task that computes")
        };
        let others = shares.give_back();
        if self.take_share(number, task) {
            return false;
        }
        let own = self.task(task).thread;
        if number != own {
            self.dismiss(number);
        } else if others {
            // It waits for the last helper.
            let mark = self.mark_of_work(task);
            self.emit_on(number, task, EventKind::HelpDone, ObjectId::NONE, mark, 0);
            self.leave_core(number, Whereabouts::Off);
        }
        if !others && number != own {
            self.worked(task);
            self.wake(own);
        }
        !others && number == own
    }

    fn mark_of_work(&self, task: TaskId) -> Mark {
        match &self.tasks[task.index()].doing {
            Doing::Work(work) => work.mark,
            _ => Mark::NONE,
        }
    }

    fn dismiss(&mut self, helper: u32) {
        self.tell_help(helper, false);
        self.thread(helper).current = NOBODY;
        self.leave_core(helper, Whereabouts::Off);
    }
}
