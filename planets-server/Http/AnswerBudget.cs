namespace Phr.Planets.Http;

/// <summary>Bytes that the answers to several requests may have together; they are worked out side by side.</summary>
public sealed class AnswerBudget(long bytesMax)
{
    private readonly Lock _guard = new();
    private long _left = bytesMax;

    /// <summary>Whether any answer had no place.</summary>
    public bool WasOver { get; private set; }

    /// <summary>For one answer, still without a byte.</summary>
    public Share NewShare() => new(this);

    /// <summary>What one answer takes up: all of it, or nothing.</summary>
    public sealed class Share(AnswerBudget budget)
    {
        private long _taken;

        /// <summary>Whether the answer has no place.</summary>
        public bool IsOver { get; private set; }

        /// <summary>Takes more bytes; false, and those that it took are given back, where the answer has no place.</summary>
        public bool TryTake(int bytes)
        {
            lock (budget._guard)
            {
                if (IsOver)
                    return false;
                if (bytes > budget._left)
                {
                    IsOver = budget.WasOver = true;
                    Release();
                    return false;
                }
                budget._left -= bytes;
                _taken += bytes;
                return true;
            }
        }

        /// <summary>Gives back what it took: the answer is held no longer.</summary>
        public void Release()
        {
            lock (budget._guard)
            {
                budget._left += _taken;
                _taken = 0;
            }
        }
    }
}
