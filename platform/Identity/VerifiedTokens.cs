using System.Collections.Concurrent;

namespace Phr.Platform.Identity;

/// <summary>
/// Tokens that were verified, by their hash, until they expire. Bounded without a clean-up pass: when the young generation is full
/// it becomes the old one, and what was old and not asked for again is forgotten. At most twice the size is held.
/// </summary>
internal sealed class VerifiedTokens(int generationMax)
{
    private readonly Lock _turn = new();
    private ConcurrentDictionary<TokenHash, CallerPrincipal> _young = new();
    private ConcurrentDictionary<TokenHash, CallerPrincipal> _old = new();

    public int Count => _young.Count + _old.Count;

    /// <summary>The caller, or null when the token is unknown or has expired at <paramref name="now"/>.</summary>
    public CallerPrincipal? Find(TokenHash token, DateTimeOffset now)
    {
        if (!_young.TryGetValue(token, out var principal))
        {
            if (!_old.TryGetValue(token, out principal))
                return null;
            Add(token, principal);
        }
        return principal.Caller.ExpiresAt > now ? principal : null;
    }

    public void Add(TokenHash token, CallerPrincipal principal)
    {
        if (_young.Count >= generationMax)
            TurnOver();
        _young[token] = principal;
    }

    private void TurnOver()
    {
        lock (_turn)
        {
            if (_young.Count < generationMax)
                return;
            (_old, _young) = (_young, new());
        }
    }
}
