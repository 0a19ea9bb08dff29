//! A network of one's own with twenty hosts in it: a namespace for each Envoy, and a bridge between them.

use std::env;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::TcpListener;
use std::process::Command;

use conformance::envoy::Host;

use crate::command::output;

/// Where the server of policies is.
pub(super) const SERVER: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 77, 255, 254));
const BRIDGE: &str = "crosscheck0";

/// This program again, where it may make hosts; `None` where this system lets nobody.
pub(super) fn within() -> anyhow::Result<Option<Command>> {
    let unshare = |then: &str| {
        // Names of namespaces are files: here they are gone with the last process.
        let bridge = format!(
            "mkdir -p /run/netns && mount -t tmpfs none /run/netns && ip link set lo up && \
             ip link add {BRIDGE} type bridge && ip address add {SERVER}/16 dev {BRIDGE} && \
             ip link set {BRIDGE} up && {then}"
        );
        let mut command = Command::new("unshare");
        command.args(["--net", "--mount", "--propagation", "private", "sh", "-c"]);
        command.arg(bridge).arg("sh");
        command
    };
    if !unshare("true").output().is_ok_and(|tried| tried.status.success()) {
        return Ok(None);
    }
    let mut within = unshare("exec \"$@\"");
    within.arg(env::current_exe()?).args(env::args_os().skip(1));
    Ok(Some(within))
}

/// Whether this process is there.
pub(super) fn is_here() -> bool {
    TcpListener::bind((SERVER, 0)).is_ok()
}

/// Makes a host, with an address of its own.
pub(super) fn host(number: u8) -> anyhow::Result<Host> {
    let namespace = format!("crosscheck-{number}");
    let (outside, address) =
        (format!("crosscheck{}", number + 1), Ipv4Addr::new(10, 77, 0, number + 1));
    let steps = [
        format!("netns add {namespace}"),
        format!("link add {outside} type veth peer name inside netns {namespace}"),
        format!("link set {outside} master {BRIDGE} up"),
        format!("-n {namespace} link set lo up"),
        format!("-n {namespace} address add {address}/16 dev inside"),
        format!("-n {namespace} link set inside up"),
    ];
    for step in steps {
        let mut ip = Command::new("ip");
        ip.args(step.split(' '));
        output(ip)?;
    }
    Ok(Host { namespace, address })
}
