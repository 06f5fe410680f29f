//! Nobody outlives who looks after it: groups and supervisors, on every engine.

use crate::primitives::{everywhere, verdict};
use crate::programs::NOWHERE;
use runtime::handles::{Group, Restart};
use runtime::{Cx, Value};

/// Longer than anything here takes.
const LONG: u64 = 10_000_000_000;

#[test]
fn a_group_takes_its_tasks_with_it() {
    everywhere(|cx| {
        Box::pin(async move {
            let (held, event) = (cx.lock("held"), cx.event("never"));
            let waiter = async move |cx: Cx| {
                let _guard = held.acquire(&cx).await;
                event.wait(&cx).await;
            };
            // Whoever crashes takes the others with it, though the first started would wait for ever.
            let crashed = cx.group(cx.at(NOWHERE), async |cx: Cx, group: &mut Group| {
                group.spawn(cx.at(NOWHERE), "waiter", waiter).await;
                group.spawn(cx.at(NOWHERE), "crasher", async |cx: Cx| -> Value { cx.crash(NOWHERE, "no").await }).await;
            });
            let crashed = cx.within(LONG, async |_: Cx| crashed.await).await;
            let first = held.try_acquire(&cx).await.is_some();
            // Whatever cuts it short, nobody outlives it: what a task held is free when this goes on.
            let late = cx.within(50_000_000, async |cx: Cx| {
                cx.group(cx.at(NOWHERE), async |cx: Cx, group: &mut Group| {
                    group.spawn(cx.at(NOWHERE), "waiter", waiter).await;
                    cx.sleep(&cx, LONG).await;
                })
                .await
                .is_ok()
            });
            let late = late.await.is_err() && held.try_acquire(&cx).await.is_some();
            verdict(crashed == Ok(Err(Value::Failure("no".into()))) && first && late)
        })
    });
}

#[test]
fn a_supervisor_takes_its_task_with_it() {
    everywhere(|cx| {
        Box::pin(async move {
            let (held, there, never) = (cx.lock("held"), cx.event("there"), cx.event("never"));
            let waiter = async move |cx: Cx| {
                let _guard = held.acquire(&cx).await;
                there.set(&cx).await;
                never.wait(&cx).await;
            };
            let supervised = cx.supervise(cx.at(NOWHERE), "actor", Restart::UpTo(2), waiter).await;
            there.wait(&cx).await;
            let taken = held.try_acquire(&cx).await.is_none();
            supervised.supervisor().cancel(&cx).await;
            let ended = supervised.join(&cx).await == Value::Cancelled;
            verdict(taken && ended && held.try_acquire(&cx).await.is_some())
        })
    });
}
