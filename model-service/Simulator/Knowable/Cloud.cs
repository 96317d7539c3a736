namespace Phr.Simulator.Knowable;

/// <summary>An ensemble as a matrix: a row a particle, the latent vector and then what each measurement would show of it.</summary>
internal sealed class Cloud
{
    private readonly double[] values;

    private Cloud(int rows, int columns) => (Columns, values) = (columns, new double[rows * columns]);

    public int Columns { get; }

    public static Cloud Of(World world, IReadOnlyList<Particle> particles, IReadOnlyList<Measurement> measurements)
    {
        var cloud = new Cloud(particles.Count, LatentVector.Count + measurements.Count);
        for (var i = 0; i < particles.Count; i++)
        {
            var (traits, state) = (particles[i].Traits, particles[i].State);
            LatentVector.Read(traits, state, cloud.Row(i));
            for (var j = 0; j < measurements.Count; j++)
            {
                cloud.Row(i)[LatentVector.Count + j] = MeasuredBody.Of(measurements[j].Quantity, world, traits, state);
            }
        }

        return cloud;
    }

    public double At(int row, int column) => values[(row * Columns) + column];

    public void Move(int row, ReadOnlySpan<double> by, double times)
    {
        var own = Row(row);
        for (var i = 0; i < own.Length; i++)
        {
            own[i] += by[i] * times;
        }
    }

    public double Mean(ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, int column)
    {
        var sum = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            sum += weights[i] * At(rows[i], column);
        }

        return sum;
    }

    /// <summary>Covariance of every column with one; 0 where the correlation stays below a limit.</summary>
    public double[] Covariances(ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, int column, double correlationMin)
    {
        var means = new double[Columns];
        for (var i = 0; i < rows.Length; i++)
        {
            Add(means, rows[i], weights[i]);
        }

        var (together, own) = (new double[Columns], new double[Columns]);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = Row(rows[i]);
            var off = weights[i] * (row[column] - means[column]);
            for (var j = 0; j < row.Length; j++)
            {
                var other = row[j] - means[j];
                together[j] += off * other;
                own[j] += weights[i] * other * other;
            }
        }

        var least = correlationMin * correlationMin * own[column];
        for (var j = 0; j < together.Length; j++)
        {
            together[j] = together[j] * together[j] < least * own[j] && j != column ? 0 : together[j];
        }

        return together;
    }

    public void Write(IReadOnlyList<Particle> particles)
    {
        for (var i = 0; i < particles.Count; i++)
        {
            particles[i].Traits = LatentVector.Write(Row(i), particles[i].Traits, particles[i].State);
        }
    }

    private void Add(Span<double> sums, int row, double weight)
    {
        var own = Row(row);
        for (var j = 0; j < own.Length; j++)
        {
            sums[j] += weight * own[j];
        }
    }

    private Span<double> Row(int row) => values.AsSpan(row * Columns, Columns);
}
