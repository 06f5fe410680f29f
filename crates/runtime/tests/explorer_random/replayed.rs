//! What the explorer finds can be had again: the modelled machine, told to take the steps of the
//! schedule, takes them all and comes to the same end.

use crate::plan::Plan;
use model::{Event, Found, Mode, Name};
use runtime::Recorder;
use runtime::machine::{Machine, MachineConfig};
use runtime::scheduler::Replay;
use std::rc::Rc;

struct Nobody;

impl Recorder for Nobody {
    fn event(&self, _: Event) {}
    fn name(&self, _: Name) {}
}

pub(crate) fn check(plan: &Rc<Plan>, found: &Found) {
    // What only real threads can follow is not promised.
    if !found.exact {
        return;
    }
    let replay = Box::new(Replay::new(&found.schedule));
    let program = plan.clone();
    let config = MachineConfig::new(Mode::Free);
    let machine = Machine::scheduled(config, replay, Rc::new(Nobody), move |cx| Box::pin(program.run(cx)));
    let ending = machine.run();
    let told = || format!("{} then {:?}: {plan:?}", found.schedule, machine.schedule());
    assert!(!machine.strayed(), "the schedule cannot be followed: {}", told());
    assert_eq!(ending.outcome().as_ref(), Some(&found.outcome), "{}", told());
    assert_eq!(machine.schedule().as_ref(), Some(&found.schedule), "{}", told());
}
