//! Work that is done a piece at a time: the next piece comes after whatever the browser has to do first.
//!
//! A piece is a message to oneself, because browsers make nested timers wait for 4 ms, and those of hidden tabs
//! for a second. It refuses to know how long a piece takes: who asks for one keeps within [`PIECE`].

use std::cell::RefCell;
use std::collections::VecDeque;
use wasm_bindgen::prelude::*;
use web_sys::MessageChannel;

/// So many milliseconds a piece may take: a picture and an answer to a key come between two of them.
pub(crate) const PIECE: f64 = 8.0;

thread_local! {
    static PIECES: RefCell<VecDeque<Box<dyn FnOnce()>>> = const { RefCell::new(VecDeque::new()) };
    static CHANNEL: MessageChannel = {
        let channel = MessageChannel::new().expect("every browser that knows WebAssembly has channels");
        let next = Closure::<dyn FnMut()>::new(|| {
            let piece = PIECES.with_borrow_mut(VecDeque::pop_front);
            piece.into_iter().for_each(|piece| piece());
        });
        channel.port2().set_onmessage(Some(next.into_js_value().unchecked_ref()));
        channel
    };
}

/// Does this in a moment.
pub(crate) fn soon(piece: impl FnOnce() + 'static) {
    PIECES.with_borrow_mut(|pieces| pieces.push_back(Box::new(piece)));
    CHANNEL.with(|channel| {
        channel.port1().post_message(&JsValue::NULL).expect("nothing is a message that can be sent");
    });
}
