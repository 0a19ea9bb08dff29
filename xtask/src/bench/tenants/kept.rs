//! Policies of tenants, written as a gateway reads them.

use std::fs;
use std::fs::File;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

/// Where the policies of all hosts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    InAFolder,
    InOneFile,
}

impl Kept {
    /// What the gateway's file says of it.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::InAFolder => "tenants",
            Self::InOneFile => "tenants.toml",
        }
    }

    /// Writes the policies of that many hosts into a folder, and the gateway's file.
    pub(super) fn write(self, folder: &Path, tenants: usize) -> anyhow::Result<()> {
        fs::write(
            folder.join("crosscheck.toml"),
            format!(
                "[cors]\norigins = [\"https://nobody.example\"]\n[gateway]\ntenants = {:?}\nworkers = 1\n[[upstream]]\nurl = \"http://127.0.0.1:1\"\n",
                self.path()
            ),
        )?;
        match self {
            Self::InAFolder => {
                fs::create_dir(folder.join(self.path()))?;
                for tenant in 0..tenants {
                    let text = format!("[cors]\n{}", origins(tenant, 0));
                    fs::write(
                        folder.join(self.path()).join(format!("{}.toml", host(tenant))),
                        text,
                    )?;
                }
                Ok(())
            }
            Self::InOneFile => write_all(&folder.join(self.path()), tenants, None),
        }
    }

    /// Gives one host another policy, that of a change. What is there is replaced whole. Out: when.
    pub(super) fn change(
        self,
        folder: &Path,
        tenants: usize,
        changed: Changed,
    ) -> anyhow::Result<Instant> {
        let (beside, mut place) = (folder.join("beside"), folder.join(self.path()));
        match self {
            Self::InAFolder => {
                fs::write(&beside, format!("[cors]\n{}", origins(changed.tenant, changed.number)))?;
                place.push(format!("{}.toml", host(changed.tenant)));
            }
            Self::InOneFile => write_all(&beside, tenants, Some(changed))?,
        }
        let since = Instant::now();
        fs::rename(beside, place)?;
        Ok(since)
    }
}

/// One host whose policy is not as it was at the start.
#[derive(Clone, Copy, Debug)]
pub(super) struct Changed {
    pub(super) tenant: usize,
    /// From 1.
    pub(super) number: usize,
}

pub(super) fn host(tenant: usize) -> String {
    format!("t{tenant}.example")
}

/// A page that the policy of a host allows, at the start (0) or since a change.
pub(super) fn page(tenant: usize, change: usize) -> String {
    format!("https://page{change}.t{tenant}.example")
}

/// Ten pages, of which one is [`page`].
fn origins(tenant: usize, change: usize) -> String {
    let own = format!("{:?}", page(tenant, change));
    let others = (1..10).map(|n| format!("\"https://other{n}.t{tenant}.example\""));
    let all: Vec<_> = others.chain([own]).collect();
    format!("origins = [{}]\n", all.join(", "))
}

fn write_all(path: &Path, tenants: usize, changed: Option<Changed>) -> anyhow::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for tenant in 0..tenants {
        let change = changed.filter(|it| it.tenant == tenant).map_or(0, |it| it.number);
        write!(file, "[{:?}.cors]\n{}", host(tenant), origins(tenant, change))?;
    }
    Ok(file.flush()?)
}
