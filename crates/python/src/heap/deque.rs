//! What a `deque` is: items that come and go at both ends, how many at most, and how often that was changed, by which
//! an iterator knows that it cannot go on. It knows nothing of Python's methods; those are in `builtins/deques.rs`.

use crate::value::Value;
use std::collections::VecDeque;

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Deque<V = Value> {
    pub(crate) items: VecDeque<V>,
    /// How many at most.
    pub(crate) most: Option<usize>,
    /// How often items came or went.
    pub(crate) changes: u64,
}

impl<V> Default for Deque<V> {
    fn default() -> Deque<V> {
        Deque { items: VecDeque::new(), most: None, changes: 0 }
    }
}

impl<V> Deque<V> {
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// Behind all others; where there is no room the first one goes.
    pub(crate) fn push(&mut self, item: V) {
        self.changes += 1;
        self.items.push_back(item);
        if self.most.is_some_and(|most| self.items.len() > most) {
            self.items.pop_front();
        }
    }

    /// Before all others; where there is no room the last one goes.
    pub(crate) fn push_first(&mut self, item: V) {
        self.changes += 1;
        self.items.push_front(item);
        if self.most.is_some_and(|most| self.items.len() > most) {
            self.items.pop_back();
        }
    }

    pub(crate) fn pop(&mut self) -> Option<V> {
        let item = self.items.pop_back()?;
        self.changes += 1;
        Some(item)
    }

    pub(crate) fn pop_first(&mut self) -> Option<V> {
        let item = self.items.pop_front()?;
        self.changes += 1;
        Some(item)
    }

    /// So many places to the right, or to the left; an iterator notices even where nothing moves, if there are two.
    pub(crate) fn rotate(&mut self, n: i64) {
        let Ok(len) = i64::try_from(self.items.len()) else { return };
        if len > 1 {
            self.changes += 1;
            self.items.rotate_right(usize::try_from(n.rem_euclid(len)).unwrap_or(0));
        }
    }

    /// The same with everything in it turned into something else.
    pub(crate) fn map<W, E>(&self, turn: impl FnMut(&V) -> Result<W, E>) -> Result<Deque<W>, E> {
        let items = self.items.iter().map(turn).collect::<Result<VecDeque<W>, E>>()?;
        Ok(Deque { items, most: self.most, changes: self.changes })
    }
}

impl Deque {
    pub(crate) fn list(&self) -> Vec<Value> {
        self.items.iter().copied().collect()
    }
}
