//! What operations do, once they are paid for.

use super::modes::Home;
use super::plans::Item;
use super::shares::Shares;
use super::state::{Computation, Doing, Footprint, Life, NOBODY, State};
use crate::engine::{Checkpoint, Op, Pause, Request};
use crate::objects::{Action, Happened, Receives, Wakes, make_good};
use crate::reply::Reply;
use crate::telling::{self, amount};
use crate::value::Value;
use model::{EventKind, Mark, ObjectId, TaskId};
use std::task::Poll;

/// Nanoseconds of a task's own code between two operations: less is not worth the second, in more nobody sees it go on.
const SHORTEST_STRETCH: u64 = 2_000;
const LONGEST_STRETCH: u64 = 500_000;

/// What became of an operation whose price is paid.
enum Onward {
    /// The task goes on with the answer.
    Goes,
    /// It goes on with it after an act, which is undone if its operation is dropped before the reply is read.
    Did,
    /// The task left its thread.
    Left,
    /// The task keeps its thread busy, or gave its baton away.
    Stays,
}

impl State {
    /// Until something else happens the task may compute, within bounds; not at all where somebody asks for its baton.
    pub(super) fn grant(&mut self, task: TaskId) -> u64 {
        let number = self.tasks[task.index()].thread;
        if self.rules.has_baton && self.asked(number) {
            return 0;
        }
        let begins = self.now + self.threads[number as usize].debt;
        self.agenda.next_time().saturating_sub(begins).clamp(SHORTEST_STRETCH, LONGEST_STRETCH)
    }

    /// The task computed by itself; its next operation takes so much longer.
    pub(super) fn spend(&mut self, task: TaskId, nanos: u64) {
        let number = self.task(task).thread;
        let longer = nanos * self.drag(number) / 1_000;
        self.thread(number).debt += nanos + longer;
    }

    /// Takes up an operation. As long as nothing else happens before it is done, it is done at once.
    pub(super) fn begin(&mut self, request: Request, op: &mut Op, reply: &mut Reply) -> Poll<()> {
        let task = request.task;
        let number = self.task(task).thread;
        self.tell_beginning(request, op);
        let price = self.price(op);
        let price = self.dice.about(price) + self.threads[number as usize].debt;
        let done = self.now + price;
        if self.scheduler.is_some() || self.budget == 0 || self.agenda.next_time() <= done {
            self.thread(number).debt = 0;
            self.task(task).doing = Doing::Op(request, op.take());
            self.occupy(number, price);
            return Poll::Pending;
        }
        self.budget -= 1;
        self.now = done;
        self.thread(number).debt = 0;
        match self.effect(number, request, op, reply) {
            Onward::Goes | Onward::Did => Poll::Ready(()),
            Onward::Left => {
                self.left = true;
                Poll::Pending
            }
            Onward::Stays => Poll::Pending,
        }
    }

    /// Some operations are told when they begin, as nothing else would say what their time goes to.
    fn tell_beginning(&mut self, Request { task, mark, .. }: Request, op: &mut Op) {
        match op {
            Op::Act(_, action) => self.tell_sent(task, mark, action),
            Op::Spawn { strand, .. } => match self.rules.home(*strand) {
                home @ (Home::Fork | Home::Spawn) => {
                    let price = amount(self.price_of_start(home));
                    self.emit(task, EventKind::Start, ObjectId::NONE, mark, price);
                }
                Home::Call | Home::Loop | Home::Thread => {}
            },
            _ => {}
        }
    }

    /// What goes to another process is made bytes of from here on.
    fn tell_sent(&mut self, task: TaskId, mark: Mark, action: &mut Action) {
        if let Some(value) = action.sent()
            && value.is_packed()
            && self.crosses(Some(value))
        {
            let bytes = amount(value.size());
            self.emit(task, EventKind::Pickle, ObjectId::NONE, mark, bytes);
        }
    }

    /// The price of the operation is paid.
    pub(super) fn paid(&mut self, number: u32, request: Request, mut op: Op) {
        let task = request.task;
        if self.scheduler.is_some() && !self.has_turn(task, &op) {
            self.task(task).doing = Doing::Op(request, op);
            return self.hold(number, task);
        }
        let mut reply = Reply::Done;
        match self.effect(number, request, &mut op, &mut reply) {
            Onward::Goes => {
                self.task(task).doing = Doing::Reply(reply);
                self.poll = Some(task);
            }
            Onward::Did => {
                let Op::Act(object, action) = op else { unreachable!("what it did was an act") };
                self.task(task).doing = Doing::Granted { reply, object, action, waited: false };
                self.poll = Some(task);
            }
            Onward::Left => self.go_on(number),
            Onward::Stays => {}
        }
    }

    /// Whether this operation may be done now: where it takes a step, it must be the task's turn.
    fn has_turn(&mut self, task: TaskId, op: &Op) -> bool {
        let takes_step = match op {
            Op::Checkpoint(_) => false,
            _ if self.task(task).flags.cancelled => true,
            // To begin to wait is no step.
            Op::Act(object, action) => self.object(*object).ready(task, action),
            _ => true,
        };
        // A plain loop has one order. An event loop lets nobody in between two waits.
        let fixed = match self.rules.usual {
            Home::Call => true,
            Home::Loop => !std::mem::take(&mut self.task(task).flags.fresh),
            Home::Thread | Home::Fork | Home::Spawn => false,
        };
        if !takes_step || fixed || self.may_step(task, false) {
            return true;
        }
        self.task(task).flags.fresh = true;
        false
    }

    /// What the operation does, and its answer, where there is one at once.
    fn effect(&mut self, number: u32, request: Request, op: &mut Op, reply: &mut Reply) -> Onward {
        let Request { task, mark, .. } = request;
        if !matches!(op, Op::Checkpoint(_)) && std::mem::take(&mut self.task(task).flags.cancelled) {
            self.step(task.into());
            // To hear of it is a step of which nothing is told.
            self.untold = None;
            *reply = Reply::Cancelled;
            return Onward::Goes;
        }
        match op {
            Op::Checkpoint(place) => {
                if *place == Checkpoint::Call {
                    self.thread(number).debt += self.costs.body;
                }
                self.goes(number, task, reply, true)
            }
            Op::Act(object, action) => {
                let object = *object;
                let Some(happened) = self.object(object).attempt(task, action, reply) else {
                    self.wait(request, object, op.take_action());
                    return Onward::Left;
                };
                self.step(task.into());
                self.follow(task, object, mark, happened);
                if self.crosses(action.received(reply)) {
                    self.receive(number, action, reply);
                    self.tell_received(task, mark, action, reply);
                }
                if !self.config.every_operation || !self.asked(number) {
                    return Onward::Did;
                }
                let (reply, action) = (reply.take(), op.take_action());
                self.yields(number, task, Doing::Granted { reply, object, action, waited: false })
            }
            Op::Pause(Pause::Io, 0) if !self.threads[number as usize].looping => {
                // A system call that does not wait: the baton is given up all the same.
                self.step(task.into());
                self.tell_operation(request, op, false);
                self.task(task).doing = Doing::Pause(Reply::Done);
                self.release_baton(number);
                self.occupy(number, self.costs.system_call);
                Onward::Stays
            }
            Op::Pause(pause, nanos) => {
                let (pause, nanos) = (*pause, *nanos);
                self.step(task.into());
                self.pause(number, request, op, pause, nanos);
                Onward::Left
            }
            _ => self.rare(number, request, op.take(), reply),
        }
    }

    /// The same of what happens so rarely that nobody minds a copy.
    fn rare(&mut self, number: u32, request: Request, op: Op, reply: &mut Reply) -> Onward {
        let Request { task, mark, .. } = request;
        match op {
            Op::Act(..) | Op::Checkpoint(_) | Op::Pause(..) => {
                unreachable!("acts, pauses and checkpoints happen often")
            }
            Op::Spawn { name, body, strand, .. } => {
                self.step(task.into());
                let home = self.rules.home(strand);
                let (child, object) = self.spawn(number, task, mark, name, Life::Unborn(body), home);
                *reply = Reply::Task(child, object);
                if home == Home::Call {
                    // A plain loop calls its function: the child runs before the parent goes on.
                    self.task(task).doing = Doing::Reply(reply.take());
                    self.tell_away(number, EventKind::Yield);
                    self.make_first(task);
                    self.make_first(child);
                    self.thread(number).current = NOBODY;
                    return Onward::Left;
                }
                self.make_ready(child);
                if home == Home::Thread {
                    // As in `Thread.start`: the parent waits until the child has begun.
                    self.task(child).starter = task.0;
                    self.task(task).doing = Doing::Reply(reply.take());
                    self.tell_away(number, EventKind::Yield);
                    self.thread(number).current = NOBODY;
                    return Onward::Left;
                }
                let switch_point = self.config.every_operation;
                self.goes(number, task, reply, switch_point)
            }
            Op::Compute { units, code, .. } => {
                self.step(task.into());
                self.tell_operation(request, &op, false);
                let length = self.work_length(number, units, code.is_native());
                let shares = Shares::of(units, length, code.helpers());
                self.task(task).doing = Doing::Work(Computation { units, code, mark, length, shares });
                if code.is_native() {
                    self.release_baton(number);
                }
                match shares {
                    Some(_) => self.share_out(number, task, code.helpers()),
                    None => self.occupy(number, length),
                }
                Onward::Stays
            }
            op @ Op::Convert(..) => {
                self.step(task.into());
                self.tell_operation(request, &op, false);
                self.emit(task, EventKind::Take, ObjectId::NONE, mark, 0);
                self.goes(number, task, reply, true)
            }
            mut op @ (Op::Fail(_) | Op::Crash(_)) => {
                self.step(task.into());
                self.tell_operation(request, &op, false);
                if let Some(ending) = telling::ending(&mut op, task, mark) {
                    self.end(ending);
                }
                Onward::Stays
            }
        }
    }

    /// Tells that the operation takes effect.
    fn tell_operation(&mut self, request: Request, op: &Op, holds_up_loop: bool) {
        if let Some((kind, value)) = telling::beginning(op, holds_up_loop) {
            self.emit(request.task, kind, ObjectId::NONE, request.mark, value);
        }
    }

    /// The task goes on, unless somebody asked for its baton and this is a place where it looks.
    fn goes(&mut self, number: u32, task: TaskId, reply: &mut Reply, switch_point: bool) -> Onward {
        if !switch_point || !self.asked(number) {
            return Onward::Goes;
        }
        self.yields(number, task, Doing::Reply(reply.take()))
    }

    /// The task gives its baton away, and goes on with this as soon as it has it again.
    fn yields(&mut self, number: u32, task: TaskId, doing: Doing) -> Onward {
        self.task(task).doing = doing;
        self.tell_away(number, EventKind::Yield);
        self.give_baton(number);
        Onward::Stays
    }

    fn spawn(
        &mut self,
        number: u32,
        task: TaskId,
        mark: Mark,
        name: String,
        life: Life,
        home: Home,
    ) -> (TaskId, ObjectId) {
        let process = self.threads[number as usize].process;
        let (thread, footprint) = match home {
            Home::Call | Home::Loop => {
                self.thread(number).looping = true;
                (number, Footprint::Task)
            }
            Home::Thread => (self.add_thread(process), Footprint::Thread),
            Home::Fork | Home::Spawn => {
                let process = self.add_process();
                (self.add_thread(process), Footprint::Process)
            }
        };
        let child = self.add_task(life, thread, footprint);
        let object = self.object_of(child);
        telling::name_task(&*self.recorder, child, task, object, name);
        self.emit(task, EventKind::Spawn, object, mark, i64::from(child.0));
        (child, object)
    }

    /// How much slower Python code runs on this thread than on the main one, in thousandths.
    fn drag(&self, number: u32) -> u64 {
        match (number, self.threads[number as usize].process) {
            (0, _) => 0,
            (_, 0) => self.costs.thread_drag,
            _ => self.costs.fork_drag,
        }
    }

    /// Work takes its time to within a hundredth.
    fn work_length(&mut self, number: u32, units: u32, native: bool) -> u64 {
        let drag = if native { 0 } else { self.drag(number) };
        let length = u64::from(units) * self.costs.unit * (1_000 + drag) / 1_000;
        length - length / 200 + self.dice.below(length / 100 + 1)
    }

    fn pause(&mut self, number: u32, request: Request, op: &Op, pause: Pause, nanos: u64) {
        let task = request.task;
        let looping = self.threads[number as usize].looping;
        // The main thread of an event loop is one from the beginning.
        let holds_up_loop = self.rules.usual == Home::Loop && (looping || number == 0);
        self.tell_operation(request, op, holds_up_loop);
        let (nanos, reply) = request.pause(nanos);
        let time = self.now.saturating_add(nanos).saturating_add(self.costs.timer_slack);
        let entry = self.task(task);
        entry.doing = Doing::Pause(reply);
        entry.flags.away = true;
        entry.plan += 1;
        let plan = entry.plan;
        self.agenda.push(time, Item::Timer(task.0, plan));
        // A plain loop waits where it stands; an event loop is held up by a call that blocks.
        let stalls = looping && (self.rules.usual == Home::Call || pause == Pause::Block);
        if !stalls {
            self.thread(number).current = NOBODY;
        }
    }

    // Acts and waiting

    /// The task waits until the guard of its action holds and it gets to try.
    fn wait(&mut self, request: Request, object: ObjectId, action: Action) {
        let Request { task, mark, .. } = request;
        self.order += 1;
        let since = self.order;
        self.objects[object.index()].line.push_back((task, since));
        let entry = self.task(task);
        entry.doing = Doing::Wait { object, action, mark, since };
        entry.flags.away = true;
        entry.plan += 1;
        let (plan, number) = (entry.plan, entry.thread);
        self.thread(number).current = NOBODY;
        self.emit(task, EventKind::Wait, object, mark, 0);
        if let Some(until) = request.deadline(self.now) {
            self.agenda.push(until.saturating_add(self.costs.timer_slack), Item::Deadline(task.0, plan));
        }
        self.void_turn(task);
    }

    /// What the action has come from another process has to be paid for.
    fn receive(&mut self, number: u32, action: &Action, reply: &Reply) {
        if self.crosses(action.received(reply)) && action.facts().receives != Receives::Nothing {
            let price = self.price_of_message(action.received(reply));
            self.thread(number).debt += price;
        }
    }

    /// What was received is made a value of from here on.
    pub(super) fn tell_received(&mut self, task: TaskId, mark: Mark, action: &Action, reply: &Reply) {
        if let Some(value) = action.received(reply).filter(|value| value.is_packed())
            && self.crosses(Some(value))
        {
            let bytes = amount(value.size());
            self.emit(task, EventKind::Unpickle, ObjectId::NONE, mark, bytes);
        }
    }

    /// The task has come to its end: what it leaves to another process is made bytes of first.
    pub(super) fn ends(&mut self, task: TaskId, value: Value) {
        let number = self.task(task).thread;
        let mut end = Action::end_of_task(value);
        let price = match end.sent() {
            Some(value) if self.rules.isolates && value.is_packed() => self.price_of_message(Some(value)),
            _ => return self.leave_behind(task, &end),
        };
        self.tell_sent(task, Mark::NONE, &mut end);
        self.task(task).doing = Doing::End(end);
        self.occupy(number, price);
    }

    /// Lets an action happen whose guard holds.
    pub(super) fn apply(&mut self, task: TaskId, object: ObjectId, action: &Action, mark: Mark) -> Reply {
        let mut reply = Reply::Done;
        let happened = self.object(object).attempt(task, action, &mut reply).expect("the guard of this action holds");
        self.follow(task, object, mark, happened);
        reply
    }

    /// An action has happened: tells it, and stirs those who may now be able to go on.
    fn follow(&mut self, task: TaskId, object: ObjectId, mark: Mark, Happened { kind, value, wakes }: Happened) {
        self.emit(task, kind, object, mark, value);
        if kind == EventKind::Cancel
            && let Some(target) = self.object(object).heeds()
        {
            self.cancel(target);
        }
        while wakes != Wakes::Nobody && self.stir(object) && wakes == Wakes::Several {}
    }

    /// Wakes the first who waits for the object and could go on; whether there was one.
    pub(super) fn stir(&mut self, object: ObjectId) -> bool {
        while let Some(&(task, since)) = self.objects[object.index()].line.front() {
            if !self.in_line(task, object, since) {
                self.objects[object.index()].line.pop_front();
                continue;
            }
            break;
        }
        let slot = &self.objects[object.index()];
        let ready = slot.line.iter().find(|(task, place)| {
            let entry = &self.tasks[task.index()];
            match &entry.doing {
                Doing::Wait { action, since, .. } if place == since => {
                    !entry.flags.stirred && slot.object.ready(*task, action)
                }
                _ => false,
            }
        });
        let Some((task, _)) = ready.copied() else { return false };
        self.send_to_try(task);
        true
    }

    /// The task is woken to try what it waits for.
    pub(super) fn send_to_try(&mut self, task: TaskId) {
        let flags = &mut self.task(task).flags;
        flags.stirred = true;
        flags.refused = false;
        self.make_ready(task);
    }

    /// The task was asked to end: it hears so at the operation it has under way, or at its next.
    fn cancel(&mut self, task: TaskId) {
        let entry = self.task(task);
        entry.flags.cancelled = true;
        entry.flags.late = false;
        match std::mem::replace(&mut entry.doing, Doing::Nothing) {
            Doing::Wait { object, mark, .. } => {
                let stirred = std::mem::take(&mut entry.flags.stirred);
                self.interrupt_task(task, mark, !stirred);
                if stirred {
                    self.stir(object);
                }
            }
            Doing::Pause(_) => {
                self.emit(task, EventKind::Woke, ObjectId::NONE, Mark::NONE, 0);
                self.interrupt_task(task, Mark::NONE, true);
            }
            other => entry.doing = other,
        }
    }

    /// Instead of what it waited for the task has an operation under way whose price is paid: to
    /// hear that it was cancelled.
    fn interrupt_task(&mut self, task: TaskId, mark: Mark, rests: bool) {
        let entry = self.task(task);
        entry.plan += 1;
        entry.doing = Doing::Op(Request { task, mark, timeout: None }, Op::Pause(Pause::Sleep, 0));
        entry.flags.away = true;
        if rests {
            self.make_ready(task);
        }
    }

    fn in_line(&self, task: TaskId, object: ObjectId, place: u64) -> bool {
        matches!(self.tasks[task.index()].doing, Doing::Wait { object: waits, since, .. } if waits == object && since == place)
    }

    /// A task that was woken tries again what it waits for; whether it can go on now.
    pub(super) fn try_again(&mut self, task: TaskId) -> bool {
        if !self.task(task).flags.stirred {
            return true;
        }
        let Doing::Wait { object, mark, ref action, .. } = self.tasks[task.index()].doing else { return true };
        // It counts as stirred until it is settled: else it would be stirred again for what is on its way.
        let could = self.objects[object.index()].object.ready(task, action);
        let may = could && self.may_step(task, false);
        let flags = &mut self.task(task).flags;
        flags.stirred = false;
        flags.refused = could && !may;
        if !could && flags.late {
            // Its time had passed, and what it was to have somebody else has had.
            self.run_late(task);
        }
        let entry = self.task(task);
        let action = match std::mem::replace(&mut entry.doing, Doing::Nothing) {
            Doing::Wait { action, .. } if may => action,
            // The scheduler may just have chosen this task's timeout.
            other => {
                let waits = matches!(other, Doing::Wait { .. });
                entry.doing = other;
                return !waits;
            }
        };
        entry.plan += 1;
        // Its time limit may have passed while it was held: it came in time all the same.
        entry.flags.late = false;
        self.step(task.into());
        let reply = self.apply(task, object, &action, mark);
        self.receive(self.tasks[task.index()].thread, &action, &reply);
        self.task(task).doing = Doing::Granted { reply, object, action, waited: true };
        true
    }

    /// The time limit of what the task waits for has passed. What it could have had within it, it
    /// still may: it tries, and runs out of time only if somebody else was quicker.
    pub(super) fn deadline(&mut self, task: TaskId) {
        if !self.could_go(task) {
            return self.run_late(task);
        }
        self.task(task).flags.late = true;
        if !self.task(task).flags.stirred {
            self.send_to_try(task);
        }
    }

    /// The task runs out of time, if it may.
    pub(super) fn run_late(&mut self, task: TaskId) {
        let Doing::Wait { object, mark, ref action, .. } = self.task(task).doing else { return };
        let on_timeout = action.on_timeout();
        if !self.may_step(task, true) {
            self.task(task).flags.late = true;
            return;
        }
        if self.scheduler.as_ref().is_some_and(|scheduler| scheduler.settles()) {
            self.settling = task.0;
        } else if let Some(taken) = &mut self.taken {
            taken.loosen();
        }
        self.step(model::Step { task, timed_out: true });
        self.emit(task, EventKind::TimedOut, object, mark, 0);
        let entry = self.task(task);
        entry.plan += 1;
        entry.doing = Doing::Reply(Reply::TimedOut);
        entry.flags.late = false;
        if std::mem::replace(&mut entry.flags.stirred, false) {
            // It is in the line of its thread already; the next one in the object's line is stirred instead.
            self.stir(object);
        } else {
            self.make_ready(task);
        }
        if let Some(on_timeout) = on_timeout {
            self.apply(task, object, &on_timeout, mark);
        }
    }

    /// The answer to what the task has under way, once there is one.
    pub(super) fn answer(&mut self, task: TaskId) -> Poll<Reply> {
        match std::mem::replace(&mut self.task(task).doing, Doing::Nothing) {
            Doing::Reply(reply) | Doing::Granted { reply, .. } => Poll::Ready(reply),
            other => {
                self.task(task).doing = other;
                Poll::Pending
            }
        }
    }

    /// The task no longer wants what it asked for. What it was granted already is given back.
    pub(super) fn forget(&mut self, task: TaskId) {
        let entry = self.task(task);
        entry.plan += 1;
        entry.flags.held = false;
        entry.flags.late = false;
        let stirred = std::mem::replace(&mut entry.flags.stirred, false);
        match std::mem::replace(&mut entry.doing, Doing::Nothing) {
            Doing::Wait { object, .. } if stirred => {
                self.stir(object);
            }
            Doing::Granted { object, action, reply, .. } => {
                make_good(object, &action, &reply, |object, action| self.apply(task, object, &action, Mark::NONE));
            }
            _ => {}
        }
    }
}
