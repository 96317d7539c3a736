using Phr.Conformance;
using Phr.Conformance.Definitions;
using Phr.Conformance.Packages;

namespace Phr.Planets.Validation;

/// <summary>
/// The rulebook of this server: R4, the packages that the site configures or an administrator installed, and the definitions that the
/// record holds. It follows the record, on every node, at most <see cref="StaleSeconds"/> behind. A stored definition never takes the
/// place of one of R4 or a package: what one hospital writes does not change what others are checked by.
/// <para>For search: <c>(await rulebook.Current(ct)).Sets.In(url)</c>; where nothing can be awaited, <c>rulebook.Latest.Sets</c> after one
/// <c>Current</c> in the same request.</para>
/// </summary>
public sealed class ServerRulebook(StoredDefinitions stored, PackageFolder folder, TimeProvider clock) : IDisposable
{
    /// <summary>Seconds that an answer may be behind the record.</summary>
    public const int StaleSeconds = 1;

    private readonly SemaphoreSlim _turn = new(1);
    private IReadOnlyList<FhirPackage>? _configured;
    private Made _made = new(Rulebook.Core, PackageSet.Empty, [], null);

    /// <summary>As of the last time that someone asked for the current one; R4 alone before that.</summary>
    public Rulebook Latest => _made.Rulebook;

    /// <summary>Packages as of the same time.</summary>
    public PackageSet Packages => _made.Packages;

    /// <summary>Those of them that an administrator installed.</summary>
    public IReadOnlyList<FhirPackage> Installed => _made.Installed;

    public async ValueTask<Rulebook> Current(CancellationToken ct)
    {
        if (IsFresh(_made))
            return _made.Rulebook;
        await _turn.WaitAsync(ct);
        try
        {
            if (!IsFresh(_made))
                _made = await Follow(_made, ct);
            return _made.Rulebook;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>As <see cref="Current"/>, but not behind at all: after a change of one's own.</summary>
    public ValueTask<Rulebook> Renewed(CancellationToken ct)
    {
        _made = _made with { At = null };
        return Current(ct);
    }

    public void Dispose() => _turn.Dispose();

    private bool IsFresh(Made made) => made.At is { } at && clock.GetElapsedTime(at) < TimeSpan.FromSeconds(StaleSeconds);

    private async Task<Made> Follow(Made last, CancellationToken ct)
    {
        var isFirst = _configured is null;
        _configured ??= await Task.Run(folder.Read, ct);
        var at = clock.GetTimestamp();
        if (!await stored.Follow(ct) && !isFirst)
            return last with { At = at };
        var (packages, left) = PackageSet.Of(_configured.Concat(stored.Packages));
        folder.Report(left);
        var given = DefinitionLibrary.Core.With(packages.Definitions);
        var own = stored.Definitions.Where(entry => given.Find(entry.Type, entry.Url) is null);
        return new(new Rulebook(given.With(own), clock), packages, [.. stored.Packages.Where(packages.Packages.Contains)], at);
    }

    private sealed record Made(Rulebook Rulebook, PackageSet Packages, IReadOnlyList<FhirPackage> Installed, long? At);
}
