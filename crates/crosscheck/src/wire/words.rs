//! Closed sets of words: one type for each, with the standard's own spelling.

/// A closed set of words.
#[cfg(all(feature = "serde", feature = "scenario"))]
pub(crate) trait Word: Copy + 'static {
    /// Every one of them.
    const ALL: &'static [Self];

    /// How it is spelled.
    fn word(self) -> &'static str;
}

/// Makes an enum of words, with their names, and with the `serde` feature their JSON.
macro_rules! words {
    (
        $(#[$of_all:meta])*
        pub enum $name:ident {
            $($(#[$of_one:meta])* $variant:ident = $word:literal,)+
        }
    ) => {
        $(#[$of_all])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$of_one])* $variant,)+
        }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// How it is spelled.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The one that is spelled so, capitals included; `None` if there is none.
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        #[cfg(all(feature = "serde", feature = "scenario"))]
        impl $crate::wire::words::Word for $name {
            const ALL: &'static [Self] = Self::ALL;

            fn word(self) -> &'static str {
                self.name()
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.name())
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = <alloc::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Self::named(&name).ok_or_else(|| {
                    <D::Error as serde::de::Error>::unknown_variant(&name, &[$($word,)+])
                })
            }
        }
    };
}

pub(crate) use words;
