using Phr.Conformance;
using Phr.Conformance.Definitions;
using Phr.Conformance.Packages;

namespace Phr.Planets.Validation;

/// <summary>
/// The rulebook of this server: R4, the packages that the site configures or an administrator installed, and the definitions that the
/// record holds. It follows the record: what this node wrote at once, what others wrote at most <see cref="StaleSeconds"/> behind. A stored
/// definition never takes the place of one of R4 or a package: what one hospital writes does not change what others are checked by.
/// <para>For search: <c>(await rulebook.Current(ct)).Sets.In(url)</c>; where nothing can be awaited, <c>rulebook.Latest.Sets</c> after one
/// <c>Current</c> in the same request.</para>
/// </summary>
public sealed class ServerRulebook(StoredDefinitions stored, PackageFolder folder, TimeProvider clock) : IDisposable
{
    /// <summary>Seconds that an answer may be behind what other nodes wrote.</summary>
    public const int StaleSeconds = 1;

    private readonly SemaphoreSlim _turn = new(1);
    private IReadOnlyList<FhirPackage>? _configured;
    private Made _made = new(Rulebook.Core, PackageSet.Empty, [], null, 0);
    private long _written;

    /// <summary>As of the last time that someone asked for the current one; R4 alone before that.</summary>
    public Rulebook Latest => _made.Rulebook;

    /// <summary>Packages as of the same time.</summary>
    public PackageSet Packages => _made.Packages;

    /// <summary>Those of them that an administrator installed.</summary>
    public IReadOnlyList<FhirPackage> Installed => _made.Installed;

    /// <summary>With all definitions that this node has written.</summary>
    public ValueTask<Rulebook> Current(CancellationToken ct) => Follow(Volatile.Read(ref _written), ct);

    /// <summary>At most <see cref="StaleSeconds"/> behind this node, too: for what all do who ask for no definition.</summary>
    public ValueTask<Rulebook> Recent(CancellationToken ct) => Follow(0, ct);

    /// <summary>Not behind at all.</summary>
    public ValueTask<Rulebook> Renewed(CancellationToken ct) => Follow(Interlocked.Increment(ref _written), ct);

    /// <summary>Told after each commit that stored or deleted a definition, before its writer is answered.</summary>
    public void Wrote() => Interlocked.Increment(ref _written);

    public void Dispose() => _turn.Dispose();

    /// <param name="written">Definitions of this node that have to be there.</param>
    private async ValueTask<Rulebook> Follow(long written, CancellationToken ct)
    {
        if (IsFresh(_made, written))
            return _made.Rulebook;
        await _turn.WaitAsync(ct);
        try
        {
            if (!IsFresh(_made, written))
                _made = await Follow(_made, ct);
            return _made.Rulebook;
        }
        finally
        {
            _turn.Release();
        }
    }

    private bool IsFresh(Made made, long written) =>
        made.At is { } at && made.Written >= written && clock.GetElapsedTime(at) < TimeSpan.FromSeconds(StaleSeconds);

    private async Task<Made> Follow(Made last, CancellationToken ct)
    {
        // Before the record is read: what is written meanwhile is read by the next.
        var written = Volatile.Read(ref _written);
        var isFirst = _configured is null;
        _configured ??= await Task.Run(folder.Read, ct);
        var at = clock.GetTimestamp();
        if (!await stored.Follow(ct) && !isFirst)
            return last with { At = at, Written = written };
        var (packages, left) = PackageSet.Of(_configured.Concat(stored.Packages));
        folder.Report(left);
        var given = DefinitionLibrary.Core.With(packages.Definitions);
        var own = stored.Definitions.Where(entry => given.Find(entry.Type, entry.Url) is null);
        return new(new Rulebook(given.With(own), clock), packages, [.. stored.Packages.Where(packages.Packages.Contains)], at, written);
    }

    private sealed record Made(Rulebook Rulebook, PackageSet Packages, IReadOnlyList<FhirPackage> Installed, long? At, long Written);
}
