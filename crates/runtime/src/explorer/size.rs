//! How much there is of something: numbers that fit, and room in lists.

/// For how many of these there is room from the beginning: about as many as an allocator hands out at
/// once. Small programs, which are searched in microseconds, need no more.
pub(super) const fn usual<T>() -> usize {
    1_000 / size_of::<T>()
}

/// How many bytes this takes, or is about to: a list that is nearly full will be copied to one twice as
/// long.
pub(super) fn bytes<T>(list: &Vec<T>) -> usize {
    let room = list.capacity();
    let nearly_full = list.len() >= room - room / 8;
    size_of::<T>() * if nearly_full { 3 * room } else { room }
}

/// A number of something of which there is never so much.
pub(super) fn to_u32(number: usize) -> u32 {
    u32::try_from(number).expect("a search gives up long before 2^32 of anything")
}
