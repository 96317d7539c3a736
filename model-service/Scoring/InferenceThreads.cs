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
/// Threads of our own that compute, fed by a bounded queue; all models of a process share both. Requests that wait together run together,
/// across people. The first thread creates the sessions and starts the others, see <see cref="OnnxScorer"/>.
/// </summary>
public sealed class InferenceThreads : IDisposable
{
    private readonly BlockingCollection<Job> _queue;
    private readonly TaskCompletionSource<OnnxScorer[]> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _first;
    private readonly InferenceLimits _limits;

    private InferenceThreads(IReadOnlyList<ModelArtefact> models, InferenceLimits limits)
    {
        _limits = limits;
        _queue = new BlockingCollection<Job>(limits.QueueLength);
        _first = new Thread(() => First(models)) { IsBackground = true, Name = "inference-1" };
    }

    /// <summary>What each model is run with, in the order in which the models were given.</summary>
    public IReadOnlyList<ModelInference> Models { get; private set; } = [];

    /// <summary>Loads the models on a new thread.</summary>
    /// <exception cref="InvalidDataException">A model cannot be run; the message says which and why.</exception>
    public static async Task<InferenceThreads> Start(IReadOnlyList<ModelArtefact> models, InferenceLimits limits)
    {
        var threads = new InferenceThreads(models, limits);
        threads._first.Start();
        threads.Models = [.. (await threads._ready.Task).Select(scorer => new ModelInference(threads, scorer))];
        return threads;
    }

    /// <exception cref="InferenceBusyException">Too many requests wait.</exception>
    internal Task<ForwardAnswer> Forward(OnnxScorer scorer, ForwardRequest request, CancellationToken ct)
    {
        var job = new Job.Forward(scorer, request, new(TaskCreationOptions.RunContinuationsAsynchronously), ct);
        Enqueue(job);
        return job.Answer.Task;
    }

    /// <exception cref="InferenceBusyException">Too many requests wait.</exception>
    internal Task<ReverseAnswer> Reverse(OnnxScorer scorer, ReverseRequest request, CancellationToken ct)
    {
        var job = new Job.Reverse(scorer, request, new(TaskCreationOptions.RunContinuationsAsynchronously), ct);
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

    private void First(IReadOnlyList<ModelArtefact> models)
    {
        var scorers = new List<OnnxScorer>();
        try
        {
            foreach (var model in models)
                scorers.Add(Load(model));
        }
        catch (InvalidDataException e)
        {
            scorers.ForEach(scorer => scorer.Dispose());
            _ready.SetException(e);
            return;
        }
        var others = Enumerable.Range(2, _limits.Threads - 1)
            .Select(i => new Thread(Work) { IsBackground = true, Name = $"inference-{i}" })
            .ToList();
        others.ForEach(thread => thread.Start());
        _ready.SetResult([.. scorers]);
        Work();
        others.ForEach(thread => thread.Join());
        scorers.ForEach(scorer => scorer.Dispose());
    }

    private static OnnxScorer Load(ModelArtefact model)
    {
        try
        {
            return new OnnxScorer(model);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{model.Name}: {e.Message}", e);
        }
    }

    private void Work()
    {
        var batch = new List<Job>(OnnxScorer.RowsMax);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            batch.Clear();
            batch.Add(first);
            while (batch.Count < OnnxScorer.RowsMax && _queue.TryTake(out var next))
                batch.Add(next);
            // Steps and chunks are not mixed: padding a step to a chunk would cost a chunk.
            foreach (var alike in batch.Where(job => !job.IsGivenUp()).GroupBy(job => (job.Scorer, job.GetType(), job.Steps == 1)))
                Job.Run([.. alike]);
        }
    }

    /// <summary>A request with the promise of its answer.</summary>
    private abstract record Job(OnnxScorer Scorer, CancellationToken Ct)
    {
        public abstract int Steps { get; }

        public abstract bool IsGivenUp();

        /// <param name="alike">Of one model and kind.</param>
        public static void Run(IReadOnlyList<Job> alike)
        {
            var scorer = alike[0].Scorer;
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

        public sealed record Forward(OnnxScorer Scorer, ForwardRequest Request, TaskCompletionSource<ForwardAnswer> Answer,
            CancellationToken Ct) : Job(Scorer, Ct)
        {
            public override int Steps => Request.Steps.Length;

            public override bool IsGivenUp() => Ct.IsCancellationRequested && Answer.TrySetCanceled(Ct);

            protected override void Fail(Exception e) => Answer.TrySetException(e);
        }

        public sealed record Reverse(OnnxScorer Scorer, ReverseRequest Request, TaskCompletionSource<ReverseAnswer> Answer,
            CancellationToken Ct) : Job(Scorer, Ct)
        {
            public override int Steps => Request.Forward.Steps.Length;

            public override bool IsGivenUp() => Ct.IsCancellationRequested && Answer.TrySetCanceled(Ct);

            protected override void Fail(Exception e) => Answer.TrySetException(e);
        }
    }
}

/// <summary>One model on the threads that it shares with others.</summary>
public sealed class ModelInference
{
    private readonly InferenceThreads _threads;
    private readonly OnnxScorer _scorer;

    internal ModelInference(InferenceThreads threads, OnnxScorer scorer) => (_threads, _scorer) = (threads, scorer);

    /// <exception cref="InferenceBusyException">Too many requests wait, of whichever model.</exception>
    public Task<ForwardAnswer> Forward(ForwardRequest request, CancellationToken ct) => _threads.Forward(_scorer, request, ct);

    /// <exception cref="InferenceBusyException">Too many requests wait, of whichever model.</exception>
    public Task<ReverseAnswer> Reverse(ReverseRequest request, CancellationToken ct) => _threads.Reverse(_scorer, request, ct);
}
