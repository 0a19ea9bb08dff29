//! Objects: their members, one after the other, and what is made of them.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde::Deserializer;
use serde::de::DeserializeSeed;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::Visitor;

use super::error::Problem;
use super::notes::Notes;
use super::notes::Place;
use super::value::Expected;
use super::value::Flag;
use super::value::Kind;
use super::value::Line;
use super::value::List;
use super::value::Number;
use super::value::Text;
use super::value::TextOf;
use super::value::word;
use crate::scenario::route::HeaderLine;
use crate::wire::words::Word;

/// The members of an object in the order in which they are written: after each name its value is to be read.
pub(super) struct Members<'n, 'p, 'de, A> {
    pub(super) notes: &'n mut Notes,
    pub(super) place: Place<'p>,
    members: A,
    /// The names that an object of this shape may have.
    known: &'static [&'static str],
    /// Which of them it has so far: a bit for each.
    seen: u32,
    /// Which of them is likely to come next: most objects have them in this order.
    next: usize,
    /// Which others.
    others: BTreeSet<Cow<'de, str>>,
}

impl<'n, 'p, 'de, A: MapAccess<'de>> Members<'n, 'p, 'de, A> {
    pub(super) fn new(
        notes: &'n mut Notes,
        place: Place<'p>,
        known: &'static [&'static str],
        members: A,
    ) -> Self {
        debug_assert!(known.len() <= u32::BITS as usize, "a bit for each");
        Self { notes, place, members, known, seen: 0, next: 0, others: BTreeSet::new() }
    }

    /// The next name.
    pub(super) fn next(&mut self) -> Result<Option<Cow<'de, str>>, A::Error> {
        let Some(name) = self.members.next_key_seed(Name)? else { return Ok(None) };
        let likely = self.known.get(self.next).is_some_and(|known| *known == name);
        let index = match likely {
            true => Some(self.next),
            false => self.index(&name),
        };
        self.next = index.map_or(0, |index| index + 1);
        let bit = bit_of(index);
        let is_new = match bit {
            0 => self.others.insert(name.clone()),
            _ => self.seen & bit == 0,
        };
        self.seen |= bit;
        if !is_new {
            self.notes.note(Place::Member(&self.place, &name), Problem::Repeated);
        }
        Ok(Some(name))
    }

    /// Which of the known names one is.
    fn index(&self, name: &str) -> Option<usize> {
        self.known.iter().position(|known| *known == name)
    }

    /// Whether all were there that bits stand for.
    const fn has_all(&self, bits: u32) -> bool {
        self.seen & bits == bits
    }

    /// Whether a known member was there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.seen & bit_of(self.index(name)) != 0
    }

    /// Notes which of these members were not there.
    pub(super) fn need(&mut self, names: &[&str]) {
        for name in names {
            if !self.has(name) {
                self.notes.missing(self.place, &[name]);
            }
        }
    }

    /// Passes over a value.
    pub(super) fn skip(&mut self) -> Result<(), A::Error> {
        self.members.next_value::<IgnoredAny>().map(|_| ())
    }

    /// Passes over a member that does not belong here.
    pub(super) fn unknown(&mut self, name: &str) -> Result<(), A::Error> {
        let problem = Problem::UnknownMember { known: self.known.to_vec() };
        self.notes.note(Place::Member(&self.place, name), problem);
        self.skip()
    }

    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, A::Error> {
        self.value(name, Text)
    }

    /// What a text stands for.
    pub(super) fn text_of<T>(
        &mut self,
        name: &str,
        read: fn(&mut Notes, Place<'_>, &str) -> Option<T>,
    ) -> Result<Option<T>, A::Error> {
        self.value(name, TextOf(read))
    }

    /// One of a closed set of words.
    pub(super) fn word<W: Word>(&mut self, name: &str) -> Result<Option<W>, A::Error> {
        self.text_of(name, word)
    }

    pub(super) fn flag(&mut self, name: &str) -> Result<bool, A::Error> {
        self.value(name, Flag)
    }

    pub(super) fn number<N: TryFrom<u64> + Default>(
        &mut self,
        name: &str,
        expected: &'static str,
    ) -> Result<N, A::Error> {
        self.value(name, Number(expected, PhantomData))
    }

    /// Header lines: pairs of a name and a value.
    pub(super) fn lines(&mut self, name: &str) -> Result<Vec<HeaderLine>, A::Error> {
        self.value(name, List { item: || Line, room: 4 })
    }

    pub(super) fn object<S: Shape>(&mut self, name: &str) -> Result<Option<S>, A::Error> {
        self.value(name, Object::new())
    }

    /// A list of objects, of which there are most often so many.
    pub(super) fn objects<S: Shape>(
        &mut self,
        name: &str,
        room: usize,
    ) -> Result<Vec<S>, A::Error> {
        self.value(name, List { item: Object::new, room })
    }

    fn value<K: Kind<'de>>(&mut self, name: &str, kind: K) -> Result<K::Out, A::Error> {
        let place = Place::Member(&self.place, name);
        self.members.next_value_seed(Expected { notes: self.notes, place, kind })
    }
}

/// What an object of some shape is read as.
pub(super) trait Shape: Sized {
    /// What it is, as people call it.
    const EXPECTED: &'static str = "an object";

    /// The members that it may have; none if it may have any.
    const KNOWN: &'static [&'static str];

    /// The members that it must have.
    const NEEDED: &'static [&'static str] = &[];

    /// The bits of these.
    const NEEDED_BITS: u32 = bits(Self::KNOWN, Self::NEEDED);

    /// Reads its members; `None` if what is noted leaves nothing to make it of.
    fn read<'de, A: MapAccess<'de>>(
        members: &mut Members<'_, '_, 'de, A>,
    ) -> Result<Option<Self>, A::Error>;
}

/// An object of some shape.
pub(super) struct Object<S>(PhantomData<S>);

impl<S> Object<S> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, S: Shape> Kind<'de> for Object<S> {
    type Out = Option<S>;

    fn expected(&self) -> &'static str {
        S::EXPECTED
    }

    fn nothing(self, notes: &mut Notes, place: Place<'_>) -> Option<S> {
        if !matches!(place, Place::Whole) {
            notes.missing(place, S::NEEDED);
        }
        None
    }

    fn of_members<A: MapAccess<'de>>(
        self,
        notes: &mut Notes,
        place: Place<'_>,
        members: A,
    ) -> Result<Option<S>, A::Error> {
        let mut members = Members::new(notes, place, S::KNOWN, members);
        let value = S::read(&mut members)?;
        if !members.has_all(S::NEEDED_BITS) {
            members.need(S::NEEDED);
        }
        Ok(value)
    }
}

/// The bit that stands for a known name; none for another.
fn bit_of(index: Option<usize>) -> u32 {
    index.and_then(|index| 1_u32.checked_shl(index as u32)).unwrap_or(0)
}

/// The bits that stand for some of the known names.
const fn bits(mut known: &[&str], names: &[&str]) -> u32 {
    let (mut bits, mut bit) = (0, 1);
    while let [name, rest @ ..] = known {
        let mut others = names;
        while let [other, rest @ ..] = others {
            if is_same(name.as_bytes(), other.as_bytes()) {
                bits |= bit;
            }
            others = rest;
        }
        (known, bit) = (rest, bit << 1);
    }
    bits
}

const fn is_same(mut a: &[u8], mut b: &[u8]) -> bool {
    while let ([one, rest @ ..], [other, others @ ..]) = (a, b) {
        if *one != *other {
            return false;
        }
        (a, b) = (rest, others);
    }
    a.is_empty() && b.is_empty()
}

/// A member's name.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name, which is a text")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.into()))
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_string<E>(self, name: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name))
    }
}
