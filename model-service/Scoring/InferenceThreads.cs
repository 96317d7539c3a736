using System.Collections.Concurrent;

namespace Phr.Model.Scoring;

/// <summary>How much inference may run and wait.</summary>
public sealed record InferenceLimits
{
    /// <summary>Threads that compute; 1 to 64.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Chunks that wait for a thread; beyond it a request is refused, so memory stays bounded. 1 to 100,000.
    /// </summary>
    public int QueueLength { get; init; } = 1024;
}

/// <summary>The queue is full: the caller may try again later (503).</summary>
public sealed class InferenceBusyException()
    : Exception("The model has more to compute than may wait; try again later.");

/// <summary>ONNX Runtime failed on a call: memory ran out, or a tensor was not what the graph takes.</summary>
public sealed class InferenceFaultException(Exception cause)
    : Exception("The model could not be run on this input.", cause);

/// <summary>
/// Threads of our own that compute, fed by a bounded queue. Requests that wait together run together, across people.
/// The first thread creates the sessions and starts the others, see <see cref="OnnxScorer"/>.
/// </summary>
public sealed class InferenceThreads : IDisposable
{
    private readonly BlockingCollection<Job> _queue;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _first;
    private readonly InferenceLimits _limits;

    private InferenceThreads(ModelArtefact model, InferenceLimits limits)
    {
        _limits = limits;
        _queue = new BlockingCollection<Job>(limits.QueueLength);
        _first = new Thread(() => First(model)) { IsBackground = true, Name = "inference-1" };
    }

    /// <summary>Loads the model on a new thread.</summary>
    /// <exception cref="InvalidDataException">The model cannot be run; the message says why.</exception>
    public static async Task<InferenceThreads> Start(ModelArtefact model, InferenceLimits limits)
    {
        var threads = new InferenceThreads(model, limits);
        threads._first.Start();
        await threads._ready.Task;
        return threads;
    }

    /// <exception cref="InferenceBusyException">Too many requests wait.</exception>
    public Task<ForwardAnswer> Forward(ForwardRequest request, CancellationToken ct)
    {
        var job = new Job.Forward(request, new(TaskCreationOptions.RunContinuationsAsynchronously), ct);
        Enqueue(job);
        return job.Answer.Task;
    }

    /// <exception cref="InferenceBusyException">Too many requests wait.</exception>
    public Task<ReverseAnswer> Reverse(ReverseRequest request, CancellationToken ct)
    {
        var job = new Job.Reverse(request, new(TaskCreationOptions.RunContinuationsAsynchronously), ct);
        Enqueue(job);
        return job.Answer.Task;
    }

    /// <summary>Lets what waits finish, then ends the threads.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _first.Join();
        _queue.Dispose();
    }

    private void Enqueue(Job job)
    {
        if (!_queue.TryAdd(job))
            throw new InferenceBusyException();
    }

    private void First(ModelArtefact model)
    {
        OnnxScorer scorer;
        try
        {
            scorer = new OnnxScorer(model);
        }
        catch (InvalidDataException e)
        {
            _ready.SetException(e);
            return;
        }
        var others = Enumerable.Range(2, _limits.Threads - 1)
            .Select(i => new Thread(() => Work(scorer)) { IsBackground = true, Name = $"inference-{i}" })
            .ToList();
        others.ForEach(thread => thread.Start());
        _ready.SetResult();
        Work(scorer);
        others.ForEach(thread => thread.Join());
        scorer.Dispose();
    }

    private void Work(OnnxScorer scorer)
    {
        var batch = new List<Job>(OnnxScorer.RowsMax);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            batch.Clear();
            batch.Add(first);
            while (batch.Count < OnnxScorer.RowsMax && _queue.TryTake(out var next))
                batch.Add(next);
            // Steps and chunks are not mixed: padding a step to a chunk would cost a chunk.
            foreach (var alike in batch.Where(job => !job.IsGivenUp()).GroupBy(job => (job.GetType(), job.Steps == 1)))
                Job.Run(scorer, [.. alike]);
        }
    }

    /// <summary>A request with the promise of its answer.</summary>
    private abstract record Job(CancellationToken Ct)
    {
        public abstract int Steps { get; }

        public abstract bool IsGivenUp();

        public static void Run(OnnxScorer scorer, IReadOnlyList<Job> alike)
        {
            // A fault of one call is the answer to its requests; the thread lives on for the others.
            try
            {
                if (alike[0] is Forward)
                    Settle(scorer.Forward([.. alike.Cast<Forward>().Select(job => job.Request)]),
                        [.. alike.Cast<Forward>().Select(job => job.Answer)]);
                else
                    Settle(scorer.Reverse([.. alike.Cast<Reverse>().Select(job => job.Request)]),
                        [.. alike.Cast<Reverse>().Select(job => job.Answer)]);
            }
            catch (InferenceFaultException e)
            {
                foreach (var job in alike)
                    job.Fail(e);
            }
        }

        protected abstract void Fail(Exception e);

        private static void Settle<T>(T[] answers, TaskCompletionSource<T>[] promises)
        {
            for (var i = 0; i < answers.Length; i++)
                promises[i].TrySetResult(answers[i]);
        }

        public sealed record Forward(ForwardRequest Request, TaskCompletionSource<ForwardAnswer> Answer,
            CancellationToken Ct) : Job(Ct)
        {
            public override int Steps => Request.Steps.Length;

            public override bool IsGivenUp() => Ct.IsCancellationRequested && Answer.TrySetCanceled(Ct);

            protected override void Fail(Exception e) => Answer.TrySetException(e);
        }

        public sealed record Reverse(ReverseRequest Request, TaskCompletionSource<ReverseAnswer> Answer,
            CancellationToken Ct) : Job(Ct)
        {
            public override int Steps => Request.Forward.Steps.Length;

            public override bool IsGivenUp() => Ct.IsCancellationRequested && Answer.TrySetCanceled(Ct);

            protected override void Fail(Exception e) => Answer.TrySetException(e);
        }
    }
}
