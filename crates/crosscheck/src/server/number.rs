//! Numbers by which a policy knows its parts: each kind is a type of its own, so that none is taken for
//! another.

/// The number of something that is kept in a list.
pub(crate) trait Number {
    /// Of what stands at a place.
    fn new(place: usize) -> Self;
    /// The place.
    fn at(self) -> usize;
}

/// Declares the number of something that is kept in a list: four bytes, counted from 0.
macro_rules! number {
    ($(#[doc = $doc:literal])+ $name:ident) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $name(u32);

        impl $name {
            /// Of what stands at a place. A policy holds fewer than 2^32 - 1 of anything.
            #[inline(always)]
            pub(crate) const fn new(place: usize) -> Self {
                Self(place as u32)
            }

            /// The place.
            #[inline(always)]
            pub(crate) const fn at(self) -> usize {
                self.0 as usize
            }
        }

        impl $crate::server::number::Number for $name {
            #[inline(always)]
            fn new(place: usize) -> Self {
                Self::new(place)
            }

            #[inline(always)]
            fn at(self) -> usize {
                self.at()
            }
        }
    };
}

pub(crate) use number;
