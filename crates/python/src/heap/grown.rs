//! A text that grows at its end, as in `text += more`: each step makes a new object, and takes the buffer of the one
//! before with it. What was there before is the beginning of the new one, and is copied only if somebody asks.

use super::text::Text;
use super::{Heap, Obj};
use crate::value::{Ref, Value};
use std::sync::OnceLock;

/// Shorter texts are copied.
const LONG: usize = 64;

#[derive(Clone, Debug)]
pub(crate) struct Grown {
    held: Held,
    /// How many characters.
    len: u32,
    /// Itself, once somebody asked for it.
    flat: OnceLock<Text>,
}

#[derive(Clone, Debug)]
enum Held {
    Buffer(String),
    /// So many bytes of another, which grew from this.
    Beginning(Ref, usize),
}

impl Grown {
    pub(super) fn of(&self) -> Option<Value> {
        match self.held {
            Held::Buffer(_) => None,
            Held::Beginning(at, _) => Some(Value::Str(at)),
        }
    }
}

impl Heap {
    /// The text of a grown one, as it lies in the buffer.
    pub(super) fn grown_str<'a>(&'a self, grown: &'a Grown) -> &'a str {
        let bytes = match &grown.held {
            Held::Beginning(_, bytes) => *bytes,
            Held::Buffer(text) => text.len(),
        };
        let mut held = &grown.held;
        loop {
            match held {
                Held::Buffer(text) => return &text[..bytes],
                Held::Beginning(at, _) => match self.get(*at) {
                    Obj::Grown(next) => held = &next.held,
                    other => unreachable!("a text grows into one that grew, not {other:?}"),
                },
            }
        }
    }

    pub(super) fn flat<'a>(&'a self, grown: &'a Grown) -> &'a Text {
        grown.flat.get_or_init(|| Text::new(self.grown_str(grown)))
    }

    /// How many characters a text has.
    pub(crate) fn text_len(&self, at: Ref) -> usize {
        match self.get(at) {
            Obj::Grown(grown) => grown.len as usize,
            _ => self.text_of(at).len as usize,
        }
    }

    /// One text behind the other.
    pub(crate) fn concatenate(&mut self, a: Ref, b: Ref) -> Value {
        let more = self.text_len(b);
        if more == 0 {
            return Value::Str(a);
        }
        let len = self.text_len(a) + more;
        let Ok(count) = u32::try_from(len) else { unreachable!("memory ends before") };
        let is_plain = matches!(self.get(b), Obj::Str(_));
        if is_plain
            && let Obj::Grown(grown) = &mut self.objects[a.0 as usize]
            && let Held::Buffer(text) = &mut grown.held
        {
            // What is taken here is put back before anybody can look; `b` has a text of its own.
            let begins = text.len();
            let mut buffer = std::mem::take(text);
            buffer.push_str(self.str(Value::Str(b)).unwrap_or_default());
            let made = self.make(Obj::Grown(Box::new(Grown {
                held: Held::Buffer(buffer),
                len: count,
                flat: OnceLock::new(),
            })));
            if let Obj::Grown(grown) = &mut self.objects[a.0 as usize] {
                grown.held = Held::Beginning(made, begins);
            }
            return Value::Str(made);
        }
        let (left, right) = (self.str(Value::Str(a)).unwrap_or_default(), self.str(Value::Str(b)).unwrap_or_default());
        let bytes = left.len() + right.len();
        if bytes < LONG {
            let mut room = std::mem::take(&mut self.room);
            room.clear();
            for piece in [a, b] {
                room.push_str(self.str(Value::Str(piece)).unwrap_or_default());
            }
            let made = self.text(room.as_str());
            self.room = room;
            return made;
        }
        let mut text = String::with_capacity(bytes * 2);
        text.push_str(left);
        text.push_str(right);
        let grown = Grown { held: Held::Buffer(text), len: count, flat: OnceLock::new() };
        Value::Str(self.make(Obj::Grown(Box::new(grown))))
    }
}
