//! What all tables have in common: names that parse and display.

use core::fmt;

/// Makes an enum of a table: a variant a row, which knows its name and where its row is.
///
/// A row begins with what it is, in English and in Chinese; the English text is the variant's
/// documentation, too.
macro_rules! catalog {
    (
        $(#[$meta:meta])*
        enum $kind:ident: $row:ident {
            $($variant:ident = $name:literal {
                what: $english:literal / $chinese:literal,
                $($field:ident: $value:expr,)*
            })+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $kind {
            $(#[doc = $english] $variant,)+
        }

        impl $kind {
            /// All of them, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name, in kebab case.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// The one of that name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }

            /// What it is, in one sentence.
            pub const fn what(self) -> $crate::catalog::Wording {
                match self {
                    $(Self::$variant => $crate::catalog::Wording::new($english, $chinese),)+
                }
            }

            const fn row(self) -> &'static $row {
                match self {
                    $(Self::$variant => const { &$row { $($field: $value,)* } },)+
                }
            }
        }

        impl core::fmt::Display for $kind {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl core::str::FromStr for $kind {
            type Err = $crate::catalog::UnknownName;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                Self::named(name).ok_or($crate::catalog::UnknownName)
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $kind {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $kind {
            fn schema_name() -> alloc::borrow::Cow<'static, str> {
                stringify!($kind).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let names: alloc::vec::Vec<&str> = Self::ALL.iter().map(|one| one.name()).collect();
                schemars::json_schema!({ "type": "string", "enum": names })
            }
        }
    };
}

pub(super) use catalog;

/// A text that is the name of nothing in the table that was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownName;

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing has that name")
    }
}

impl core::error::Error for UnknownName {}
