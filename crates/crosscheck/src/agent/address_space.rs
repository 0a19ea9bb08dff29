//! Where a host is: on this machine, in the network around it, or anywhere.

use core::net::IpAddr;

use crate::agent::profile::AddressBlock;
use crate::agent::profile::Profile;

/// Who can reach a host. The order is from the fewest to everybody.
///
/// Spec: <https://wicg.github.io/local-network-access/#ip-address-space-heading>
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "the standard closes the set")]
pub enum AddressSpace {
    /// This machine.
    Loopback,
    /// The network around it.
    Local,
    /// Everybody.
    Public,
}

impl AddressSpace {
    /// Where an address is, in the eyes of a browser.
    ///
    /// Spec: <https://wicg.github.io/local-network-access/#determine-the-ip-address-space>
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::{AddressSpace, Profile};
    ///
    /// let of = |address: &str| AddressSpace::of(address.parse().unwrap(), &Profile::CHROMIUM);
    /// assert_eq!(of("127.0.0.1"), AddressSpace::Loopback);
    /// assert_eq!(of("192.168.0.7"), AddressSpace::Local);
    /// assert_eq!(of("8.8.8.8"), AddressSpace::Public);
    /// ```
    pub fn of(address: IpAddr, profile: &Profile) -> Self {
        let address = address.to_canonical();
        let is_in = |blocks: &[AddressBlock]| blocks.iter().any(|block| block.contains(address));
        if is_in(profile.loopback_addresses) {
            Self::Loopback
        } else if is_in(profile.local_addresses) {
            Self::Local
        } else {
            Self::Public
        }
    }

    /// The space that has a name.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::AddressSpace;
    ///
    /// assert_eq!(AddressSpace::named("loopback"), Some(AddressSpace::Loopback));
    /// assert_eq!(AddressSpace::named("private"), None, "Chromium's word for it once");
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        [Self::Loopback, Self::Local, Self::Public].into_iter().find(|space| space.name() == name)
    }

    /// The name that browsers give it: `loopback`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Loopback => "loopback",
            Self::Local => "local",
            Self::Public => "public",
        }
    }
}
