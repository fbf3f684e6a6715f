namespace Semblance.Numerics.Networks;

/// <summary>
/// All parameters of one network in one array, with their gradients beside them: layers hold views, the optimiser sees one long vector,
/// and a checkpoint is an array. Layers ask for their shares first; <see cref="Allocate"/> then makes the arrays.
/// </summary>
public sealed class ParameterSet
{
    private readonly List<(int Rows, int Columns, Action<Matrix, Matrix> Place)> _asked = [];

    /// <summary>The parameters.</summary>
    public float[] Values { get; private set; } = [];

    /// <summary>The gradient of the loss by each parameter.</summary>
    public float[] Gradients { get; private set; } = [];

    /// <summary>Asks for a matrix of parameters; <paramref name="place"/> is handed values and gradients once they exist.</summary>
    public void Ask(int rows, int columns, Action<Matrix, Matrix> place) => _asked.Add((rows, columns, place));

    /// <summary>Makes the arrays and hands out the views.</summary>
    public void Allocate()
    {
        long total = _asked.Sum(ask => (long)ask.Rows * ask.Columns);
        Values = new float[checked((int)total)];
        Gradients = new float[total];
        int offset = 0;
        foreach ((int rows, int columns, Action<Matrix, Matrix> place) in _asked)
        {
            place(new Matrix(Values, offset, rows, columns, columns), new Matrix(Gradients, offset, rows, columns, columns));
            offset += rows * columns;
        }
        _asked.Clear();
    }
}
