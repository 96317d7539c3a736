namespace Phr.Planets.Series.Uploads;

/// <summary>What an item with a client id does to the stored item of that id.</summary>
internal enum VersionVerdict
{
    Store,
    Replace,
    Leave,
    Refuse,
}

/// <summary>
/// The higher version wins. Without versions the later content wins. What was deleted stays deleted until a higher
/// version says otherwise, so that a batch sent again late does not bring it back.
/// </summary>
internal static class VersionRule
{
    public static (VersionVerdict Verdict, Reason? Reason) Write(long? stored, bool deleted, bool same, long? sent)
    {
        if (deleted)
            return sent is { } above && !(stored >= above) ? (VersionVerdict.Replace, null)
                : (VersionVerdict.Leave, Reason.DeletedEarlier);
        return (stored, sent) switch
        {
            (null, null) => same ? (VersionVerdict.Leave, Reason.AlreadyStored) : (VersionVerdict.Replace, null),
            (null, _) => (VersionVerdict.Replace, null),
            (_, null) => same ? (VersionVerdict.Leave, Reason.AlreadyStored) : (VersionVerdict.Refuse, Reason.VersionMissing),
            _ when sent > stored => (VersionVerdict.Replace, null),
            _ when sent < stored => (VersionVerdict.Leave, Reason.Older),
            _ => same ? (VersionVerdict.Leave, Reason.AlreadyStored) : (VersionVerdict.Refuse, Reason.VersionReused),
        };
    }

    /// <summary>Null when the item is to be deleted.</summary>
    public static Reason? Delete(long? stored, bool deleted, long? sent)
    {
        if (deleted)
            return Reason.DeletedEarlier;
        return sent < stored ? Reason.Older : null;
    }
}
