//! Who is cut short, at whatever moment, takes nothing with it: no name that was called, no ring of a
//! ticket, no place at a barrier, no word to those who listen. Small programs, each with its one cut swept
//! over times, in every mode, by the clock, at random and by priority. Cuts at random stand beside this.

use crate::hosts;
use crate::programs::{NOWHERE, finished};
use model::{Ending, Mode, Verdict};
use runtime::baton::Policy;
use runtime::handles::{Select, completed};
use runtime::machine::MachineConfig;
use runtime::scheduler::{Pct, Random, Scheduler};
use runtime::{Cx, Value, join_all};
use std::future::Future;
use std::pin::Pin;
use std::task::Poll;

type Main = Pin<Box<dyn Future<Output = Verdict>>>;

/// Longer than anything here takes.
const LONG: u64 = 1_000_000_000;

fn holds(what: &str, ending: &Ending) {
    assert_eq!(*ending, finished("holds"), "{what}");
}

/// The program in which the cut comes after so many nanoseconds, on every engine.
fn swept(program: fn(Cx, u64) -> Main) {
    swept_in_turns(program);
    for step in 0..20u64 {
        holds(&format!("threads, cut after {step}"), &hosts::threads(move |cx| program(cx, step * 3_000)).0);
    }
}

/// The same where tasks take turns.
fn swept_in_turns(program: fn(Cx, u64) -> Main) {
    for mode in [Mode::Gil, Mode::Free, Mode::Processes, Mode::EventLoop] {
        for step in 0..40u64 {
            let (delay, seed) = (step * step * 150, step);
            let schedulers: [Option<Box<dyn Scheduler>>; 4] = [
                None,
                Some(Box::new(Random::new(seed))),
                Some(Box::new(Random::new(seed + 1_000))),
                Some(Box::new(Pct::new(seed, 3, 60))),
            ];
            for (by, scheduler) in schedulers.into_iter().enumerate() {
                let config = MachineConfig { seed, every_operation: by > 1, ..MachineConfig::new(mode) };
                let ran = hosts::machine(config, scheduler, move |cx| program(cx, delay));
                holds(&format!("{mode:?}, scheduler {by}, cut after {delay}"), &ran.ending);
            }
        }
    }
    for step in 0..40u64 {
        for policy in [Policy::Gil { interval: 3_000 * (step % 7), every_operation: true }, Policy::EventLoop] {
            holds(
                &format!("baton, {policy:?}, cut after {step}"),
                &hosts::baton(policy, move |cx| program(cx, step * 1_000)).0,
            );
        }
    }
}

fn verdict(holds: bool) -> Verdict {
    if holds { Verdict::good("holds") } else { Verdict::bad("does not hold") }
}

#[test]
fn a_call_reaches_somebody_though_the_one_called_goes_away_before_it_has_the_lock() {
    swept(|cx, delay| {
        Box::pin(async move {
            let (lock, condition, there) = (cx.lock("lock"), cx.condition("condition"), cx.cell("there", 0));
            let mut waiters = Vec::new();
            for _ in 0..2 {
                let body = async move |cx: Cx| {
                    let guard = lock.acquire(&cx).await;
                    there.add(&cx, 1).await;
                    condition.wait(&cx, guard).await.release(NOWHERE).await;
                };
                waiters.push(cx.spawn(&cx, "waiter", body).await);
            }
            loop {
                let guard = lock.acquire(&cx).await;
                if there.load(&cx).await == 2 {
                    // One is called, and cannot have the lock.
                    condition.notify(&cx).await;
                    cx.sleep(&cx, delay).await;
                    waiters[0].cancel(&cx).await;
                    guard.release(NOWHERE).await;
                    break;
                }
                guard.release(NOWHERE).await;
                cx.sleep(&cx, 20_000).await;
            }
            // Whoever of the two was called first: one of them was cut, so the call is the other's.
            let cut = waiters[0].join(&cx).await == Value::Cancelled;
            if !cut {
                condition.notify(&cx).await;
            }
            verdict(cx.within(LONG, async |cx: Cx| waiters[1].join(&cx).await).await.is_ok())
        })
    });
}

#[test]
fn a_call_reaches_somebody_though_the_one_called_runs_out_of_time() {
    swept(|cx, delay| {
        Box::pin(async move {
            let (lock, condition, there) = (cx.lock("lock"), cx.condition("condition"), cx.cell("there", 0));
            let listed = async move |cx: Cx| {
                let guard = lock.acquire(&cx).await;
                there.add(&cx, 1).await;
                condition.wait(&cx, guard).await.release(NOWHERE).await;
            };
            let hurried = async move |cx: Cx| i64::from(cx.within(150_000 + delay, listed).await.is_ok());
            let hurried = cx.spawn(&cx, "hurried", hurried).await;
            let patient = cx.spawn(&cx, "patient", listed).await;
            while there.load(&cx).await < 2 && !hurried.done(&cx).await {
                cx.sleep(&cx, 20_000).await;
            }
            // Whoever is there is on the list as soon as the lock can be had.
            let guard = lock.acquire(&cx).await;
            let called = condition.notify(&cx).await;
            cx.sleep(&cx, delay).await;
            guard.release(NOWHERE).await;
            // If the hurried one had it, or the patient one was not there yet, that is still to be called.
            let had = hurried.join(&cx).await == Value::Int(1);
            while (had || called == 0 || there.load(&cx).await < 2) && !patient.done(&cx).await {
                let guard = lock.acquire(&cx).await;
                condition.notify(&cx).await;
                guard.release(NOWHERE).await;
                cx.sleep(&cx, 10_000).await;
            }
            verdict(cx.within(LONG, async |cx: Cx| patient.join(&cx).await).await.is_ok())
        })
    });
}

#[test]
fn a_ring_is_heard_though_the_one_it_woke_goes_away_before_it_looked() {
    swept(|cx, delay| {
        Box::pin(async move {
            let (one, two) = (cx.channel("one", 4), cx.channel("two", 0));
            let select = Select::new(cx.at(NOWHERE), "select", &[one, two]).await;
            let mut receivers = Vec::new();
            for _ in 0..2 {
                let select = select.clone();
                let body = async move |cx: Cx| select.receive(&cx).await.map_or(-1, |(place, _)| place as i64);
                receivers.push(cx.spawn(&cx, "receiver", body).await);
            }
            cx.sleep(&cx, 200_000).await;
            let sender = async move |cx: Cx| one.send(&cx, 7).await;
            let sender = cx.spawn(&cx, "sender", async move |cx: Cx| i64::from(sender(cx).await)).await;
            cx.sleep(&cx, delay).await;
            receivers[0].cancel(&cx).await;
            let cut = receivers[0].join(&cx).await == Value::Cancelled;
            sender.join(&cx).await;
            if !cut {
                one.send(&cx, 8).await;
            }
            let other = cx.within(LONG, async |cx: Cx| receivers[1].join(&cx).await).await;
            verdict(other == Ok(Value::Int(0)))
        })
    });
}

#[test]
fn a_place_at_a_barrier_is_given_up_by_whoever_goes_away() {
    swept(|cx, delay| {
        Box::pin(async move {
            let (barrier, passed) = (cx.barrier("barrier", 3), cx.cell("passed", 0));
            let runner = async move |cx: Cx| {
                barrier.wait(&cx).await;
                passed.add(&cx, 1).await;
            };
            let (victim, first) = (cx.spawn(&cx, "victim", runner).await, cx.spawn(&cx, "first", runner).await);
            cx.sleep(&cx, delay).await;
            victim.cancel(&cx).await;
            victim.join(&cx).await;
            let second = cx.spawn(&cx, "second", runner).await;
            cx.sleep(&cx, 300_000).await;
            // The victim never was there: two are not enough.
            let early = passed.load(&cx).await;
            let third = cx.spawn(&cx, "third", runner).await;
            let all = cx.within(LONG, async |cx: Cx| join_all(cx.at(NOWHERE), &[first, second, third]).await).await;
            verdict(early == 0 && all.is_ok() && passed.load(&cx).await == 3)
        })
    });
}

#[test]
fn who_listens_is_told_once_though_the_one_who_tells_goes_away() {
    for full in [false, true] {
        let program: fn(Cx, u64) -> Main = if full { told_once::<true> } else { told_once::<false> };
        swept(program);
    }
}

/// Two queues listen, of which one may have no room; the one who sets the result is cut short.
fn told_once<const FULL: bool>(cx: Cx, delay: u64) -> Main {
    Box::pin(async move {
        let future = cx.future("future");
        let (heard, narrow) = (cx.queue("heard"), cx.bounded_queue("narrow", 1));
        if FULL {
            narrow.put(&cx, -1).await;
        }
        for item in 0..2 {
            future.listen(&cx, heard, item).await;
            future.listen(&cx, narrow, item).await;
        }
        let setter = async move |cx: Cx| future.set(&cx, 5).await;
        let setter = cx.spawn(&cx, "setter", setter).await;
        cx.sleep(&cx, delay).await;
        setter.cancel(&cx).await;
        setter.join(&cx).await;
        // Where it was cut before it had set anything, somebody else does.
        let other = cx.spawn(&cx, "other", async move |cx: Cx| future.set(&cx, 6).await).await;
        let set = cx.within(LONG, async |cx: Cx| other.join(&cx).await).await.is_ok();
        let told = async |queue: runtime::handles::Queue| {
            let mut items = Vec::new();
            while let Some(item) = queue.try_get(&cx).await {
                items.extend(item.as_int());
            }
            items.sort_unstable();
            items
        };
        let expected: &[i64] = if FULL { &[-1, 0, 1] } else { &[0, 1] };
        verdict(set && told(heard).await == [0, 1] && told(narrow).await == expected)
    })
}

#[test]
fn who_asks_to_be_told_is_told_though_it_was_done_already() {
    swept(|cx, delay| {
        Box::pin(async move {
            let (future, heard, asked) = (cx.future("future"), cx.queue("heard"), cx.cell("asked", 0));
            future.set(&cx, 1).await;
            let asks = async move |cx: Cx| {
                asked.store(&cx, 1).await;
                future.listen(&cx, heard, 3).await;
                asked.store(&cx, 2).await;
            };
            let asks = cx.spawn(&cx, "asks", asks).await;
            cx.sleep(&cx, delay).await;
            asks.cancel(&cx).await;
            asks.join(&cx).await;
            let told = heard.len(&cx).await;
            let completed = completed(cx.at(NOWHERE), &[future]).await;
            // Either it had asked, and is told once, or it never came to ask.
            verdict(told <= 1 && (asked.load(&cx).await < 2 || told == 1) && completed == [(0, Value::Int(1))])
        })
    });
}

#[test]
fn an_item_that_was_sent_is_received_and_one_that_was_not_does_not_stay() {
    swept(|cx, delay| {
        Box::pin(async move {
            let channel = cx.channel("channel", 0);
            let sender = async move |cx: Cx| {
                let sent = cx.within(100_000 + delay, async |cx: Cx| channel.send(&cx, 7).await);
                i64::from(sent.await == Ok(true))
            };
            let sender = cx.spawn(&cx, "sender", sender).await;
            cx.sleep(&cx, 110_000).await;
            let receiver = async move |cx: Cx| match cx.within(100_000, async |cx: Cx| channel.receive(&cx).await).await
            {
                Ok(Some(_)) => 1,
                _ => 0,
            };
            let receiver = cx.spawn(&cx, "receiver", receiver).await;
            let (sent, received) = (sender.join(&cx).await, receiver.join(&cx).await);
            // Either it was handed over or its sender ran out of time, never both.
            verdict(sent == received && channel.try_receive(&cx).await.is_none())
        })
    });
}

/// Asks for this, and drops it where it is not answered at once: at the next poll, unseen.
async fn unheard<T>(asked: impl Future<Output = T>) -> Option<T> {
    let (mut asked, mut polled) = (Some(Box::pin(asked)), false);
    std::future::poll_fn(|context| match asked.as_mut() {
        Some(future) if !polled => {
            polled = true;
            future.as_mut().poll(context).map(Some)
        }
        _ => {
            asked = None;
            Poll::Ready(None)
        }
    })
    .await
}

// A cancelling or a time limit comes as the answer to an operation, never between an operation and its
// answer: so nobody but a program that drops its own operations leaves an answer unheard. On a real thread
// an operation is over when it gives the thread back, so there nothing goes unheard.
#[test]
fn what_is_granted_and_never_heard_of_is_given_back() {
    swept_in_turns(|cx, delay| {
        Box::pin(async move {
            let (lock, reentrant, semaphore) = (cx.lock("lock"), cx.reentrant_lock("again"), cx.semaphore("one", 1));
            let (queue, barrier, condition) = (cx.queue("queue"), cx.barrier("both", 2), cx.condition("condition"));
            let (future, heard, meet) = (cx.future("future"), cx.queue("heard"), cx.channel("meet", 0));
            future.listen(&cx, heard, 1).await;
            let select = Select::new(cx.at(NOWHERE), "select", &[meet]).await;
            let held = (lock.acquire(&cx).await, reentrant.acquire(&cx).await, semaphore.acquire(&cx).await);
            let drops = async move |cx: Cx| {
                unheard(lock.acquire(&cx)).await;
                unheard(reentrant.acquire(&cx)).await;
                unheard(semaphore.acquire(&cx)).await;
                if let Some(Some(item)) = unheard(queue.get(&cx)).await {
                    queue.put(&cx, item).await;
                }
                let _ = cx.within(20_000, async |cx: Cx| unheard(barrier.wait(&cx)).await).await;
                let guard = lock.acquire(&cx).await;
                let _ = cx.within(20_000, async |cx: Cx| unheard(condition.wait(&cx, guard)).await).await;
                unheard(future.set(&cx, 5)).await;
                let _ = cx.within(20_000, async |cx: Cx| unheard(meet.send(&cx, 1)).await).await;
                // Taken and, perhaps, put back: then whoever selects has to hear of it.
                let taken = cx.within(20_000, async |cx: Cx| unheard(meet.receive(&cx)).await).await;
                i64::from(matches!(taken, Ok(Some(Some(_)))))
            };
            let drops = cx.spawn(&cx, "drops", drops).await;
            cx.sleep(&cx, delay).await;
            held.0.release(NOWHERE).await;
            held.1.release(NOWHERE).await;
            held.2.release(NOWHERE).await;
            queue.put(&cx, 3).await;
            let selects = async move |cx: Cx| match cx.within(LONG, async |cx: Cx| select.receive(&cx).await).await {
                Ok(Some((_, item))) => item,
                _ => Value::None,
            };
            let sender = cx.spawn(&cx, "sender", async move |cx: Cx| i64::from(meet.send(&cx, 2).await)).await;
            let selects = cx.spawn(&cx, "selects", selects).await;
            if drops.join(&cx).await == Value::Int(1) {
                meet.send(&cx, 2).await;
            }
            let got = cx.within(LONG, async |cx: Cx| (selects.join(&cx).await, sender.join(&cx).await)).await;
            let free = lock.try_acquire(&cx).await.is_some()
                && reentrant.try_acquire(&cx).await.is_some()
                && semaphore.try_acquire(&cx).await.is_some();
            let item = queue.try_get(&cx).await == Some(3.into());
            // Nobody is on the list, nobody is there.
            let listed = condition.notify_all(&cx).await;
            let alone = cx.within(20_000, async |cx: Cx| barrier.wait(&cx).await).await.is_err();
            future.set(&cx, 6).await;
            let told = heard.len(&cx).await == 1;
            let left = meet.try_receive(&cx).await;
            verdict(got == Ok((2.into(), 1.into())) && free && item && listed == 0 && alone && told && left.is_none())
        })
    });
}
