//! What may stand in a place, and what is made of it as it is read: nothing is kept but what comes of it.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde::Deserializer;
use serde::de::DeserializeSeed;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;

use super::error::Problem;
use super::notes::Notes;
use super::notes::Place;
use crate::scenario::route::HeaderLine;
use crate::wire::header_name;
use crate::wire::words::Word;

/// A kind of value. Whatever is of another one is noted, and something is made of it all the same, so that
/// all errors are told at once.
pub(super) trait Kind<'de>: Sized {
    /// What comes of it.
    type Out;

    /// What it is, as people call it.
    fn expected(&self) -> &'static str;

    /// What comes of what is wrong.
    fn nothing(self, notes: &mut Notes, place: Place<'_>) -> Self::Out;

    /// Notes that something else was found.
    fn wrong(self, notes: &mut Notes, place: Place<'_>, found: &'static str) -> Self::Out {
        notes.note(place, Problem::WrongKind { found, expected: self.expected() });
        self.nothing(notes, place)
    }

    fn of_flag(self, notes: &mut Notes, place: Place<'_>, _: bool) -> Self::Out {
        self.wrong(notes, place, "true or false")
    }

    fn of_number(self, notes: &mut Notes, place: Place<'_>, _: u64) -> Self::Out {
        self.wrong(notes, place, "a number")
    }

    fn of_text(self, notes: &mut Notes, place: Place<'_>, _: Cow<'de, str>) -> Self::Out {
        self.wrong(notes, place, "a text")
    }

    fn of_list<A: SeqAccess<'de>>(
        self,
        notes: &mut Notes,
        place: Place<'_>,
        mut items: A,
    ) -> Result<Self::Out, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(self.wrong(notes, place, "a list"))
    }

    fn of_members<A: MapAccess<'de>>(
        self,
        notes: &mut Notes,
        place: Place<'_>,
        mut members: A,
    ) -> Result<Self::Out, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(self.wrong(notes, place, "an object"))
    }
}

/// A place where something of a kind is to be read.
pub(super) struct Expected<'n, 'p, K> {
    pub(super) notes: &'n mut Notes,
    pub(super) place: Place<'p>,
    pub(super) kind: K,
}

impl<'de, K: Kind<'de>> DeserializeSeed<'de> for Expected<'_, '_, K> {
    type Value = K::Out;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<K::Out, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, K: Kind<'de>> Visitor<'de> for Expected<'_, '_, K> {
    type Value = K::Out;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<K::Out, E> {
        Ok(self.kind.wrong(self.notes, self.place, "null"))
    }

    fn visit_none<E>(self) -> Result<K::Out, E> {
        Ok(self.kind.wrong(self.notes, self.place, "null"))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<K::Out, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<K::Out, E> {
        Ok(self.kind.of_flag(self.notes, self.place, value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<K::Out, E> {
        Ok(self.kind.of_number(self.notes, self.place, value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<K::Out, E> {
        Ok(match u64::try_from(value) {
            Ok(value) => self.kind.of_number(self.notes, self.place, value),
            Err(_) => self.kind.wrong(self.notes, self.place, "a number"),
        })
    }

    fn visit_f64<E>(self, _: f64) -> Result<K::Out, E> {
        Ok(self.kind.wrong(self.notes, self.place, "a number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<K::Out, E> {
        Ok(self.kind.of_text(self.notes, self.place, Cow::Owned(value.into())))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<K::Out, E> {
        Ok(self.kind.of_text(self.notes, self.place, Cow::Borrowed(value)))
    }

    fn visit_string<E>(self, value: String) -> Result<K::Out, E> {
        Ok(self.kind.of_text(self.notes, self.place, Cow::Owned(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<K::Out, A::Error> {
        self.kind.of_list(self.notes, self.place, items)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<K::Out, A::Error> {
        self.kind.of_members(self.notes, self.place, members)
    }
}

/// A text.
pub(super) struct Text;

impl<'de> Kind<'de> for Text {
    type Out = Option<String>;

    fn expected(&self) -> &'static str {
        "a text"
    }

    fn nothing(self, _: &mut Notes, _: Place<'_>) -> Option<String> {
        None
    }

    fn of_text(self, _: &mut Notes, _: Place<'_>, text: Cow<'de, str>) -> Option<String> {
        Some(text.into_owned())
    }
}

/// A text that stands for something else; what it may not be is noted by who makes that of it.
pub(super) struct TextOf<T>(pub(super) fn(&mut Notes, Place<'_>, &str) -> Option<T>);

impl<'de, T> Kind<'de> for TextOf<T> {
    type Out = Option<T>;

    fn expected(&self) -> &'static str {
        "a text"
    }

    fn nothing(self, _: &mut Notes, _: Place<'_>) -> Option<T> {
        None
    }

    fn of_text(self, notes: &mut Notes, place: Place<'_>, text: Cow<'de, str>) -> Option<T> {
        self.0(notes, place, &text)
    }
}

/// One of a closed set of words.
pub(super) fn word<W: Word>(notes: &mut Notes, place: Place<'_>, text: &str) -> Option<W> {
    let word = W::ALL.iter().copied().find(|word| word.word() == text);
    if word.is_none() {
        let known = W::ALL.iter().map(|word| word.word()).collect();
        notes.note(place, Problem::UnknownWord { word: text.into(), known });
    }
    word
}

/// True or false.
pub(super) struct Flag;

impl Kind<'_> for Flag {
    type Out = bool;

    fn expected(&self) -> &'static str {
        "true or false"
    }

    fn nothing(self, _: &mut Notes, _: Place<'_>) -> bool {
        false
    }

    fn of_flag(self, _: &mut Notes, _: Place<'_>, value: bool) -> bool {
        value
    }
}

/// A whole number that fits, and what it counts.
pub(super) struct Number<N>(pub(super) &'static str, pub(super) PhantomData<N>);

impl<N: TryFrom<u64> + Default> Kind<'_> for Number<N> {
    type Out = N;

    fn expected(&self) -> &'static str {
        self.0
    }

    fn nothing(self, _: &mut Notes, _: Place<'_>) -> N {
        N::default()
    }

    fn of_number(self, notes: &mut Notes, place: Place<'_>, value: u64) -> N {
        N::try_from(value).unwrap_or_else(|_| self.wrong(notes, place, "a number"))
    }
}

/// A list of values of one kind; what is none is left out.
pub(super) struct List<K> {
    pub(super) item: fn() -> K,
    /// How many there are most often.
    pub(super) room: usize,
}

impl<'de, T, K: Kind<'de, Out = Option<T>>> Kind<'de> for List<K> {
    type Out = Vec<T>;

    fn expected(&self) -> &'static str {
        "a list"
    }

    fn nothing(self, _: &mut Notes, _: Place<'_>) -> Self::Out {
        Vec::new()
    }

    fn of_list<A: SeqAccess<'de>>(
        self,
        notes: &mut Notes,
        place: Place<'_>,
        mut items: A,
    ) -> Result<Self::Out, A::Error> {
        let mut list = Vec::new();
        for index in 0.. {
            let place = Place::Item(&place, index);
            let item = Expected { notes: &mut *notes, place, kind: (self.item)() };
            let Some(item) = items.next_element_seed(item)? else { break };
            if index == 0 {
                list.reserve_exact(self.room);
            }
            list.extend(item);
        }
        Ok(list)
    }
}

/// A header line: a pair of a name and a value.
pub(super) struct Line;

impl<'de> Kind<'de> for Line {
    type Out = Option<HeaderLine>;

    fn expected(&self) -> &'static str {
        "a pair of a name and a value"
    }

    fn nothing(self, _: &mut Notes, _: Place<'_>) -> Self::Out {
        None
    }

    fn wrong(self, notes: &mut Notes, place: Place<'_>, _: &'static str) -> Self::Out {
        let expected = <Self as Kind<'_>>::expected(&self);
        notes.note(place, Problem::WrongKind { found: "something else", expected });
        None
    }

    fn of_list<A: SeqAccess<'de>>(
        self,
        notes: &mut Notes,
        place: Place<'_>,
        mut items: A,
    ) -> Result<Self::Out, A::Error> {
        let name = Expected { notes: &mut *notes, place, kind: Half(|text| header_name(&text)) };
        let name = items.next_element_seed(name)?.flatten();
        let value = Expected { notes: &mut *notes, place, kind: Half(|text| text.into_owned()) };
        let value = items.next_element_seed(value)?.flatten();
        let mut is_longer = false;
        while items.next_element::<IgnoredAny>()?.is_some() {
            is_longer = true;
        }
        Ok(match (name, value) {
            (Some(name), Some(value)) if !is_longer => Some((name, value)),
            _ => self.wrong(notes, place, "a list"),
        })
    }
}

/// One half of a pair, and what is made of it: if it is none, it is the pair that is wrong.
struct Half<T>(fn(Cow<'_, str>) -> T);

impl<'de, T> Kind<'de> for Half<T> {
    type Out = Option<T>;

    fn expected(&self) -> &'static str {
        "a text"
    }

    fn nothing(self, _: &mut Notes, _: Place<'_>) -> Option<T> {
        None
    }

    fn wrong(self, _: &mut Notes, _: Place<'_>, _: &'static str) -> Option<T> {
        None
    }

    fn of_text(self, _: &mut Notes, _: Place<'_>, text: Cow<'de, str>) -> Option<T> {
        Some(self.0(text))
    }
}
