//! A map whose keys are fingerprints: spread evenly, so that their first bits
//! sort them onto shelves of much the same length. A shelf holds its keys in
//! order and takes room for an eighth more at a time. A hash table doubles its
//! memory in one go, and a tree leaves a third of it unused.

use super::super::fingerprint::Fingerprint;

/// Bits of a fingerprint that tell its shelf. A million entries make shelves
/// of a thousand, where putting one in between costs less than a microsecond.
const SHELF_BITS: u32 = 10;

/// The first value that came under each fingerprint.
pub(super) struct FirstSeen<V>(Vec<Shelf<V>>);

struct Shelf<V> {
    keys: Vec<Fingerprint>,
    values: Vec<V>,
}

impl<V> Default for FirstSeen<V> {
    fn default() -> Self {
        Self((0..1 << SHELF_BITS).map(|_| Shelf { keys: Vec::new(), values: Vec::new() }).collect())
    }
}

impl<V> FirstSeen<V> {
    /// What came under `key`.
    pub(super) fn get(&self, key: Fingerprint) -> Option<&V> {
        let shelf = self.0.get(shelf_of(key))?;
        shelf.values.get(shelf.keys.binary_search(&key).ok()?)
    }

    /// Puts `value` under `key`, unless something is there.
    pub(super) fn insert(&mut self, key: Fingerprint, value: V) {
        if let Some(shelf) = self.0.get_mut(shelf_of(key))
            && let Err(place) = shelf.keys.binary_search(&key)
        {
            make_room(&mut shelf.keys);
            make_room(&mut shelf.values);
            shelf.keys.insert(place, key);
            shelf.values.insert(place, value);
        }
    }
}

fn shelf_of(key: Fingerprint) -> usize {
    usize::try_from(key >> (Fingerprint::BITS - SHELF_BITS)).unwrap_or(usize::MAX)
}

fn make_room<T>(row: &mut Vec<T>) {
    if row.len() == row.capacity() {
        row.reserve_exact(row.len() / 8 + 8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::fingerprint;

    #[test]
    fn every_key_leads_to_what_first_came_under_it_and_no_other_key_does() {
        let mut map = FirstSeen::default();
        let key = |number: u32| fingerprint::of(&number.to_string());
        for number in 0..20_000 {
            map.insert(key(number), number);
        }
        map.insert(key(7), 20_000);
        assert!((0..20_000).all(|number| map.get(key(number)) == Some(&number)));
        assert!((20_000..40_000).all(|number| map.get(key(number)).is_none()));
    }

    #[test]
    fn the_least_and_the_greatest_key_have_a_place() {
        let mut map = FirstSeen::default();
        for key in [u64::MIN, u64::MAX, 1 << 54, (1 << 54) - 1] {
            assert_eq!(map.get(key), None);
            map.insert(key, key);
            assert_eq!(map.get(key), Some(&key));
        }
    }
}
