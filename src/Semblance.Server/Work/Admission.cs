namespace Semblance.Server.Work;

/// <summary>
/// Bounds the work that goes on at a time, by number and by size, and how many requests may wait for it. Requests take their turns in
/// the order in which they ask for them.
/// </summary>
/// <param name="workers">The most pieces of work at a time.</param>
/// <param name="sizeBudget">The most bytes of input that are worked on at a time; a larger piece is worked on alone.</param>
/// <param name="limit">The most requests that may be inside without working.</param>
public sealed class Admission(int workers, long sizeBudget, int limit)
{
    /// <summary>How much the newest duration counts for the mean.</summary>
    private const double NewestShare = 0.1;

    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiting = new();
    private long _sizeAtWork;
    private double _meanSeconds;

    /// <summary>How many requests are inside: sending, waiting or working.</summary>
    public int Inside { get; private set; }

    /// <summary>How many pieces of work go on.</summary>
    public int AtWork { get; private set; }

    /// <summary>How many requests wait for their turn.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>When there is likely to be room again: as long as all that is inside takes, at the recent pace; 1 to 60 seconds.</summary>
    public TimeSpan RetryAfter
    {
        get
        {
            lock (_lock)
            {
                return TimeSpan.FromSeconds(Math.Clamp(_meanSeconds * Inside / workers, 1, 60));
            }
        }
    }

    /// <summary>Takes a place inside; null if there is none.</summary>
    public Place? TryEnter()
    {
        lock (_lock)
        {
            if (Inside >= workers + limit)
            {
                return null;
            }
            Inside++;
            return new Place(this);
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            Inside--;
        }
    }

    private async Task<Turn> WaitAsync(long size, CancellationToken cancellation)
    {
        LinkedListNode<Waiter> node;
        lock (_lock)
        {
            node = _waiting.AddLast(new Waiter(size));
            Admit();
        }
        await using (cancellation.UnsafeRegister(static state => ((Action)state!)(), (Action)(() => GiveUp(node, cancellation))))
        {
            await node.Value.Admitted.Task;
        }
        return new Turn(this, size);
    }

    private void GiveUp(LinkedListNode<Waiter> node, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (node.List is null)
            {
                return;
            }
            _waiting.Remove(node);
            node.Value.Admitted.SetCanceled(cancellation);
            Admit();
        }
    }

    private void Finish(long size, TimeSpan took)
    {
        lock (_lock)
        {
            AtWork--;
            _sizeAtWork -= size;
            _meanSeconds += NewestShare * (took.TotalSeconds - _meanSeconds);
            Admit();
        }
    }

    private void Admit()
    {
        while (_waiting.First is { } first && AtWork < workers && (AtWork == 0 || _sizeAtWork + first.Value.Size <= sizeBudget))
        {
            _waiting.RemoveFirst();
            AtWork++;
            _sizeAtWork += first.Value.Size;
            first.Value.Admitted.SetResult();
        }
    }

    private sealed record Waiter(long Size)
    {
        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>A place inside, from the first byte of a request to its answer.</summary>
    public sealed class Place : IDisposable
    {
        private Admission? _admission;

        internal Place(Admission admission) => _admission = admission;

        /// <summary>Waits for a turn to work.</summary>
        /// <param name="size">The bytes of input.</param>
        /// <param name="cancellation">Ends the waiting.</param>
        public Task<Turn> WaitAsync(long size, CancellationToken cancellation) =>
            (_admission ?? throw new ObjectDisposedException(nameof(Place))).WaitAsync(size, cancellation);

        /// <inheritdoc/>
        public void Dispose() => Interlocked.Exchange(ref _admission, null)?.Leave();
    }

    /// <summary>A turn to work, until it is disposed of.</summary>
    public sealed class Turn : IDisposable
    {
        private readonly long _start = System.Diagnostics.Stopwatch.GetTimestamp();
        private readonly long _size;
        private Admission? _admission;

        internal Turn(Admission admission, long size)
        {
            _admission = admission;
            _size = size;
        }

        /// <inheritdoc/>
        public void Dispose() => Interlocked.Exchange(ref _admission, null)?.Finish(_size, System.Diagnostics.Stopwatch.GetElapsedTime(_start));
    }
}
