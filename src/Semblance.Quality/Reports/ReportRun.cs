using Semblance.Data;

namespace Semblance.Quality.Reports;

/// <summary>Measures one report, metric by metric.</summary>
internal sealed class ReportRun
{
    // Shapes of more rows would differ in the fourth digit and take much memory.
    private const int MostCountedRows = 1_000_000;

    // Values that a booster learns at most, and rows times questions where one is learnt per level of a target.
    private const long MostLearntValues = 1_500_000;
    private const int FewestLearntRows = 2_000;
    private const int MostLevelRows = 400_000;

    // Pairs of columns, and rows of each times pairs.
    private const int MostPairs = 5_000;
    private const long MostPairRows = 200_000_000;
    private const int FewestPairRows = 2_000;

    // Real rows among which the nearest are searched, and rows whose neighbourhoods are.
    private const int MostReferenceRows = 250_000;
    private const int MostNeighbourhoods = 10_000;

    private const int MostHalfRows = 100_000;

    private readonly Table _realTable;
    private readonly Table _syntheticTable;
    private readonly Table? _holdoutTable;
    private readonly MetricSettings _settings;
    private readonly IProgress<ReportProgress>? _progress;
    private readonly CancellationToken _cancellation;

    private readonly TableView _real;
    private readonly TableView _synthetic;

    // Fresh rows and what they are compared with: the holdout and the real table, or two halves of the latter.
    private readonly TableView _fresh;
    private readonly TableView _reference;
    private readonly bool _hasHoldout;
    private readonly int _smallest;
    private readonly List<Score> _scores = [];
    private readonly List<string> _notes = [];

    public ReportRun(Table real, Table synthetic, Table? holdout, MetricSettings settings, IProgress<ReportProgress>? progress, CancellationToken cancellation)
    {
        (_realTable, _syntheticTable, _holdoutTable) = (real, synthetic, holdout);
        (_settings, _progress, _cancellation) = (settings, progress, cancellation);
        TableView[] views = holdout is null ? TableView.Align(settings, real, synthetic) : TableView.Align(settings, real, synthetic, holdout);
        (_real, _synthetic) = (views[0], views[1]);
        _hasHoldout = holdout is not null;
        (_reference, _fresh) = _hasHoldout ? (views[0], views[2]) : Halves(views[0], settings.Seed);
        _smallest = Math.Min(_synthetic.RowCount, Math.Min(_reference.RowCount, _fresh.RowCount));
    }

    public QualityReport Run()
    {
        foreach (string name in _settings.Sensitive)
        {
            if (_real.IndexOf(name) < 0)
            {
                throw new TableException($"The sensitive column '{name}' is not a column of numbers, dates or categories of the real table.");
            }
        }
        string? target = TrainOnSynthetic.FindTarget(_real, _settings);
        NoteWhatIsCompared();
        int done = 0;
        void Begin(string metric)
        {
            _cancellation.ThrowIfCancellationRequested();
            _progress?.Report(new ReportProgress(metric, done++, 9));
        }
        Begin("classifier two-sample test");
        Classifier();
        Begin("columns");
        ColumnComparison[] columns = Columns();
        Begin("pairs of columns");
        PairComparison[] pairs = Pairs();
        Begin("figures");
        Figures();
        ValueScores(columns);
        Begin("neighbourhoods");
        Neighbourhoods();
        Begin("utility");
        (UtilityScore? trained, UtilityScore? trainedOnReal) = Utility(target);
        Begin("distances to real rows");
        NewRows();
        (RecordDistances distances, RecordDistances freshDistances, double? independent) = Distances();
        Begin("membership inference");
        MembershipAttack? membership = Membership();
        Begin("attribute inference");
        AttributeAttack[] attributes = Attributes();
        _progress?.Report(new ReportProgress("done", 9, 9));
        return new QualityReport
        {
            RealRows = _real.RowCount,
            SyntheticRows = _synthetic.RowCount,
            HoldoutRows = _holdoutTable?.RowCount,
            Seed = _settings.Seed,
            Scores = _scores,
            TrainedOnSynthetic = trained,
            TrainedOnReal = trainedOnReal,
            Columns = columns,
            Pairs = pairs,
            SyntheticDistances = distances,
            FreshDistances = freshDistances,
            DcrShareOfIndependentColumns = independent,
            Membership = membership,
            Attributes = attributes,
            Notes = _notes,
        };
    }

    private static (TableView Reference, TableView Fresh) Halves(TableView real, ulong seed)
    {
        int[] order = SampleRows.Permutation(real.RowCount, seed, SampleRows.HalvesStream);
        int half = real.RowCount / 2;
        return (real.Select(order.AsSpan(0, half)), real.Select(order.AsSpan(half)));
    }

    private TableView Cap(TableView view, long rows) => SampleRows.AtMost(view, (int)Math.Min(rows, int.MaxValue), _settings.Seed, SampleRows.CapStream);

    private (TableView Reference, TableView Fresh) Equal(long rows)
    {
        (TableView reference, TableView fresh) = TableView.OfEqualSize(_reference, _fresh, _settings.Seed);
        return (Cap(reference, rows), Cap(fresh, rows));
    }

    private void NoteWhatIsCompared()
    {
        string[] left = [.. _realTable.Columns.Where(column => _real.IndexOf(column.Name) < 0).Select(column => $"{column.Name} ({column.Kind.ToString().ToLowerInvariant()})")];
        if (left.Length > 0)
        {
            const int Named = 8;
            string names = string.Join(", ", left.Take(Named)) + (left.Length > Named ? Words.Text($" and {left.Length - Named} more") : "");
            _notes.Add($"Not compared, since their values are made anew or there are none: {names}.");
        }
        if (!_hasHoldout)
        {
            _notes.Add("There was no holdout. One random half of the real table stands for fresh rows against the other half, so ceilings are those of half as many rows; whether rows are nearer to learnt rows than to others, and both attacks, could not be measured; and the rows that utility is tested on had been learnt.");
        }
        if (_smallest < 1_000)
        {
            _notes.Add(Words.Text($"One of the compared tables has {_smallest:N0} rows only. Chance alone moves a share measured on so few by up to {100 / Math.Sqrt(_smallest):0} percentage points, so compare each score with its ceiling and its interval."));
        }
    }

    private void NoteSample(string what, long rows, params ReadOnlySpan<TableView> views)
    {
        foreach (TableView view in views)
        {
            if (view.RowCount > rows)
            {
                _notes.Add(Words.Text($"{what} used a random sample of {rows:N0} rows of each larger table, always the same one for seed {_settings.Seed}."));
                return;
            }
        }
    }

    private void Classifier()
    {
        long rows = Math.Min(_settings.MostRows, Math.Max(FewestLearntRows, MostLearntValues / _real.Columns.Count));
        NoteSample("The classifier two-sample test", rows, _real, _synthetic);
        (TableView reference, TableView fresh) = Equal(rows);
        var synthetic = ClassifierTwoSample.Measure(Cap(_real, rows), Cap(_synthetic, rows), _settings, _cancellation);
        var ceiling = ClassifierTwoSample.Measure(reference, fresh, _settings, _cancellation);
        _scores.Add(FidelityScores.Classifier(synthetic, ceiling));
    }

    private ColumnComparison[] Columns()
    {
        NoteSample("Shapes of columns", MostCountedRows, _real, _synthetic);
        (TableView real, TableView synthetic) = (Cap(_real, MostCountedRows), Cap(_synthetic, MostCountedRows));
        (TableView reference, TableView fresh) = Equal(MostCountedRows);
        double[] shapes = ShapeError.ByColumn(real, synthetic, _settings, _cancellation);
        double[] ceilings = ShapeError.ByColumn(reference, fresh, _settings, _cancellation);
        var columns = new ColumnComparison[shapes.Length];
        Parallel.For(0, columns.Length, new ParallelOptions { MaxDegreeOfParallelism = _settings.Threads, CancellationToken = _cancellation }, i =>
        {
            ColumnSchema schema = _realTable.Columns[_realTable.IndexOf(_real.Columns[i].Name)].Schema;
            columns[i] = ColumnComparison.Of(schema, real.Columns[i], synthetic.Columns[i]) with
            {
                ShapeError = shapes[i],
                CeilingShapeError = ceilings[i],
                Adherence = ValueRanges.Adherence(real.Columns[i], synthetic.Columns[i]),
                CeilingAdherence = ValueRanges.Adherence(reference.Columns[i], fresh.Columns[i]),
                Coverage = ValueRanges.Coverage(real.Columns[i], synthetic.Columns[i]),
                CeilingCoverage = ValueRanges.Coverage(reference.Columns[i], fresh.Columns[i]),
                CeilingMissingError = Math.Abs(ColumnComparison.MissingShare(reference.Columns[i]) - ColumnComparison.MissingShare(fresh.Columns[i])),
            };
        });
        _scores.Add(FidelityScores.Shape(columns, reference.RowCount, synthetic.RowCount));
        return columns;
    }

    private PairComparison[] Pairs()
    {
        (int A, int B)[] pairs = ColumnPairs.AtMost(_real.Columns.Count, MostPairs, _settings.Seed);
        if (pairs.Length < _real.Columns.Count * (_real.Columns.Count - 1L) / 2)
        {
            _notes.Add(Words.Text($"Of the {_real.Columns.Count * (_real.Columns.Count - 1L) / 2:N0} pairs of columns {pairs.Length:N0} were looked at, chosen at random."));
        }
        long rows = Math.Clamp(MostPairRows / Math.Max(1, pairs.Length), FewestPairRows, MostCountedRows);
        NoteSample("Pairs of columns", rows, _real, _synthetic);
        (TableView real, TableView synthetic) = (Cap(_real, rows), Cap(_synthetic, rows));
        (TableView reference, TableView fresh) = Equal(rows);
        TrendError[] errors = TrendError.ByPair(real, synthetic, pairs, _settings, _cancellation);
        TrendError[] ceilings = TrendError.ByPair(reference, fresh, pairs, _settings, _cancellation);
        (TableView realSample, TableView syntheticSample) = (Cap(real, KeptRows.Maximum), Cap(synthetic, KeptRows.Maximum));
        double[] before = PairAssociations.Of(realSample, realSample, pairs, _settings, _cancellation);
        double[] after = PairAssociations.Of(realSample, syntheticSample, pairs, _settings, _cancellation);
        PairComparison[] compared =
        [
            .. pairs.Select((pair, i) => new PairComparison(_real.Columns[pair.A].Name, _real.Columns[pair.B].Name, before[i], after[i], errors[i].SharedEdges)),
        ];
        _scores.AddRange(FidelityScores.Trends(TrendError.MeanOf(errors), TrendError.MeanOf(ceilings), compared, reference.RowCount, synthetic.RowCount));
        return compared;
    }

    private void Figures()
    {
        TwinFigures figures = TwinFigures.Compute(_realTable, _syntheticTable, _settings.Threads, _cancellation);
        TwinFigures ceiling;
        if (_holdoutTable is not null)
        {
            ceiling = TwinFigures.Compute(_realTable, _holdoutTable, _settings.Threads, _cancellation);
        }
        else
        {
            (Table first, Table second) = TableRows.Halves(_realTable, MostHalfRows, _settings.Seed, SampleRows.HalvesStream);
            ceiling = TwinFigures.Compute(first, second, _settings.Threads, _cancellation);
        }
        _scores.AddRange(FidelityScores.Figures(figures, ceiling, _smallest));
    }

    private void ValueScores(ColumnComparison[] columns)
    {
        _scores.Add(FidelityScores.Missing(columns, _smallest));
        _scores.AddRange(RangeScores.Adherence(columns));
        _scores.AddRange(RangeScores.Coverage(columns));
    }

    private void Neighbourhoods()
    {
        int rows = Math.Min(MostNeighbourhoods, _smallest);
        NoteSample("Coverage of neighbourhoods", Math.Max(rows, MostNeighbourhoods), _reference, _synthetic, _fresh);
        TableView reference = Cap(_reference, rows);
        double[] coverage = NeighbourhoodCoverage.Compute(reference, [Cap(_synthetic, rows), Cap(_fresh, rows)], _settings, _cancellation);
        _scores.Add(RangeScores.Neighbourhoods(coverage[0], coverage[1], rows));
    }

    private (UtilityScore? Synthetic, UtilityScore? Real) Utility(string? target)
    {
        if (target is null)
        {
            _scores.Add(UtilityScores.None("No column can be predicted: there are neither numbers nor categories with 2 to 20 levels."));
            return (null, null);
        }
        if (_real.Columns.Count < 2)
        {
            _scores.Add(UtilityScores.None("No column can be predicted: there is no other column to predict it from."));
            return (null, null);
        }
        int levels = _real.Columns[_real.IndexOf(target)].Levels.Count;
        long rows = Math.Min(_settings.MostRows, Math.Max(FewestLearntRows, MostLearntValues / _real.Columns.Count));
        rows = levels > 2 ? Math.Min(rows, Math.Max(FewestLearntRows, MostLevelRows / levels)) : rows;
        NoteSample("Utility", rows, _reference, _synthetic);
        TableView test = Cap(_fresh, _settings.MostRows);
        UtilityScore synthetic = TrainOnSynthetic.Compute(Cap(_synthetic, rows), test, target, _settings, _cancellation);
        UtilityScore real = TrainOnSynthetic.Compute(Cap(_reference, rows), test, target, _settings, _cancellation);
        _scores.Add(UtilityScores.Of(synthetic, real, _hasHoldout));
        return (synthetic, real);
    }

    private void NewRows()
    {
        double copies = PrivacyDistances.ExactCopies(_real, _synthetic);
        double comparable = _hasHoldout ? copies : PrivacyDistances.ExactCopies(_reference, _synthetic);
        double fresh = PrivacyDistances.ExactCopies(_reference, _fresh);
        _scores.Add(PrivacyScores.NewRows(copies, _synthetic.RowCount, comparable, fresh, _fresh.RowCount));
    }

    private (RecordDistances Synthetic, RecordDistances Fresh, double? Independent) Distances()
    {
        NoteSample("Distances", MostReferenceRows, _reference, _fresh);
        TableView reference = Cap(_reference, MostReferenceRows);
        int count = SampleRows.Queries(_settings.MostRows, reference.RowCount, _real.Columns.Count);
        NoteSample("Distances to real rows", count, _synthetic, _fresh);
        (TableView synthetic, TableView fresh) = (Cap(_synthetic, count), Cap(_fresh, count));
        (double[] near, double[] ratios) = PrivacyDistances.NearestTwo(reference, synthetic, _settings, _cancellation);
        (double[] freshNear, double[] freshRatios) = PrivacyDistances.NearestTwo(reference, fresh, _settings, _cancellation);
        double? independent = DcrShare(synthetic);
        _scores.Add(PrivacyScores.Distance(near, freshNear));
        _scores.Add(PrivacyScores.Ratio(ratios, freshRatios));
        return (RecordDistances.Of(near, ratios), RecordDistances.Of(freshNear, freshRatios), independent);
    }

    /// <summary>Scores the DCR share; returns that of independent columns.</summary>
    private double? DcrShare(TableView synthetic)
    {
        const int IndependentRows = 5_000;
        if (!_hasHoldout)
        {
            _scores.Add(PrivacyScores.NoDcrShare());
            return null;
        }
        TableView holdout = Cap(_fresh, MostReferenceRows);
        var share = PrivacyDistances.DcrShareWithInterval(_real, holdout, synthetic, _settings, _cancellation);
        // Half of the holdout in place of the synthetic rows, against the other half: what is the share of rows that know nothing?
        (TableView first, TableView second) = Halves(holdout, _settings.Seed);
        first = Cap(first, SampleRows.Queries(first.RowCount, 2 * second.RowCount, _real.Columns.Count));
        var ceiling = PrivacyDistances.DcrShareWithInterval(_real, second, first, _settings, _cancellation);
        double independent = PrivacyDistances.DcrShareOfIndependentColumns(
            _real, holdout, SampleRows.Queries(Math.Min(synthetic.RowCount, IndependentRows), 2 * holdout.RowCount, _real.Columns.Count), _settings, _cancellation);
        _scores.Add(PrivacyScores.DcrShare(share, ceiling));
        return independent;
    }

    private MembershipAttack? Membership()
    {
        MembershipAttack? attack = _hasHoldout ? MembershipInference.Attack(_real, _fresh, Cap(_synthetic, MostReferenceRows), _settings, _cancellation) : null;
        _scores.Add(PrivacyScores.Membership(attack, _hasHoldout, _fresh.RowCount));
        return attack;
    }

    private AttributeAttack[] Attributes()
    {
        AttributeAttack[] attacks = _hasHoldout ? AttributeInference.Attack(_real, _fresh, Cap(_synthetic, MostReferenceRows), _settings, _cancellation) : [];
        _scores.Add(PrivacyScores.Attributes(attacks, _hasHoldout, _fresh.RowCount));
        return attacks;
    }
}
