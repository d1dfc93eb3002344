/** A backup or restore that must not go on: says what is wrong and the way forward. */
export class BackupRefusal extends Error {
  override name = 'BackupRefusal';
}

/** A backup file that is not what was written: altered, cut, or not a backup at all. */
export class ArchiveDamaged extends BackupRefusal {
  override name = 'ArchiveDamaged';
}
