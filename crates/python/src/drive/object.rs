//! What is wanted of an object of the engine: one step, and what must be known before.

use super::Shared;
use crate::machine::State;
use crate::machine::shared::{Wanted, Wish, borrows, cell_contents};
use crate::share::{Answer, Code, Contents, Deed, Packed, Packer, Reference, Sort, Work, lend, packed, send};
use model::ObjectId;
use runtime::objects::{Action, DataAction, VariableAction};
use runtime::{At, Cx, Reply};
use std::sync::Arc;

/// Does it, and tells the machine what came of it. `Err` is what is not here.
pub(super) async fn wanted(cx: &Cx, state: &mut State, shared: &Shared, wanted: &Wanted) -> Result<(), &'static str> {
    let of = match state.core.heap.shared(wanted.this) {
        Some(here) => here.of.clone(),
        None => return Err("A shared object went away."),
    };
    let answer = if of.sort == Sort::Cell {
        cell(cx, state, shared, &of, &wanted.wish).await?
    } else {
        let work = work(cx, state, shared, &wanted.wish)?;
        done(cx, shared, of, work).await
    };
    state.answered(&shared.program, wanted, answer);
    Ok(())
}

/// One step, after looking at what else it must know.
async fn done(cx: &Cx, shared: &Shared, of: Arc<Reference>, work: Work) -> Answer {
    let code = Code(shared.program.clone());
    let mut with: Vec<(Arc<Reference>, Arc<Contents>)> = Vec::new();
    loop {
        let deed = Deed { this: of.clone(), work: work.clone(), with: with.clone(), code: code.clone() };
        match ask(cx.at(shared.mark), of.object, deed).await {
            Answer::Needs(other) => {
                let look = Deed { this: other.clone(), work: Work::Look, with: Vec::new(), code: code.clone() };
                match ask(cx.at(shared.mark), other.object, look).await {
                    Answer::Value(Packed::Fresh(contents)) => with.push((other, contents)),
                    other => return other,
                }
            }
            answer => return answer,
        }
    }
}

/// What is in it now.
pub(super) async fn look(cx: &Cx, shared: &Shared, of: Arc<Reference>) -> Result<Arc<Contents>, &'static str> {
    match done(cx, shared, of, Work::Look).await {
        Answer::Value(Packed::Fresh(contents)) => Ok(contents),
        _ => Err("A shared object cannot be looked at."),
    }
}

async fn ask(at: At<'_>, object: u32, deed: Deed) -> Answer {
    match at.acts(ObjectId(object), Action::Data(DataAction::new(deed))).await {
        Reply::Value(value) => Answer::of(&value),
        _ => Answer::Nothing,
    }
}

/// A variable of a function, which inner functions of other tasks see.
async fn cell(
    cx: &Cx,
    state: &mut State,
    shared: &Shared,
    of: &Reference,
    wish: &Wish,
) -> Result<Answer, &'static str> {
    let action = match wish {
        Wish::StoreCell(value) => VariableAction::Store(send(cx, &mut state.core, &shared.program, *value)?.into()),
        Wish::ClearCell => VariableAction::Clear,
        _ => VariableAction::Load,
    };
    let reply = cx.at(shared.mark).acts(ObjectId(of.object), Action::Variable(action)).await;
    let value = match &reply {
        Reply::Value(value) => packed(value),
        _ => Packed::Undef,
    };
    Ok(match wish {
        Wish::LoadCell => Answer::Value(value),
        Wish::Look => cell_contents(value),
        _ => Answer::Value(Packed::None),
    })
}

/// What is to be done, with all it needs published.
fn work(cx: &Cx, state: &mut State, shared: &Shared, wish: &Wish) -> Result<Work, &'static str> {
    let p = &*shared.program;
    let core = &mut state.core;
    Ok(match wish {
        Wish::Look => Work::Look,
        Wish::Length => Work::Length,
        Wish::Next => Work::Next,
        Wish::Field(name) => Work::Field(Packer::new(core, p).name(*name)),
        Wish::DelField(name) => Work::DelField(Packer::new(core, p).name(*name)),
        Wish::SetField(name, value) => {
            let value = send(cx, core, p, *value)?;
            Work::SetField(Packer::new(core, p).name(*name), value)
        }
        Wish::Item(index) => Work::Item(send(cx, core, p, *index)?),
        Wish::SetItem(index, value) => {
            let index = send(cx, core, p, *index)?;
            let value = match index {
                Packed::Slice(_) => lend(cx, core, p, *value)?,
                _ => send(cx, core, p, *value)?,
            };
            Work::SetItem(index, value)
        }
        Wish::DelItem(index) => Work::DelItem(send(cx, core, p, *index)?),
        Wish::Contains(item) => Work::Contains(lend(cx, core, p, *item)?),
        Wish::InPlace(op, other) => Work::InPlace(*op, lend(cx, core, p, *other)?),
        Wish::Native(number, args, names) => {
            let borrows = borrows(p.natives[usize::from(*number)].name);
            let mut packed = Vec::with_capacity(args.len());
            for value in args {
                packed.push(if borrows { lend(cx, core, p, *value)? } else { send(cx, core, p, *value)? });
            }
            let names = names.iter().map(|name| Packer::new(core, p).name(*name)).collect();
            Work::Native(*number, packed, names)
        }
        Wish::Step(iter) => {
            let crate::heap::Obj::Iter(iter) = core.heap.peek(*iter) else { return Err("An iterator went away.") };
            Work::Step(Packer::new(core, p).iter(iter)?)
        }
        Wish::LoadCell | Wish::StoreCell(_) | Wish::ClearCell => return Err("A variable went away."),
    })
}
