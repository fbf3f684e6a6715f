using System.Globalization;
using System.Text;
using System.Text.Json;
using Semblance.Quality.Reports;

namespace Semblance.Quality;

public sealed partial record QualityReport
{
    /// <summary>Every metric as one JSON object, names in snake_case, undefined values null, numbers with seven significant digits.</summary>
    /// <param name="indented">Whether to break lines. The default value is true.</param>
    public string ToJson(bool indented = true)
    {
        using var stream = new MemoryStream();
        WriteJson(stream, indented);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes <see cref="ToJson"/> in UTF-8; the stream stays open.</summary>
    public void WriteJson(Stream stream, bool indented = true)
    {
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = indented });
        writer.WriteStartObject();
        WriteProperties(writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes the report as one self-contained HTML page in UTF-8: no script, no font and no picture from elsewhere. The stream stays open.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="title">The heading. The default value is "Quality of a synthetic table".</param>
    public void WriteHtml(Stream stream, string title = "Quality of a synthetic table")
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        new ReportPage(this, title, writer).Write();
    }

    /// <summary>Writes the properties of <see cref="ToJson"/> into an object that the caller has begun.</summary>
    public void WriteProperties(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumber("real_rows", RealRows);
        writer.WriteNumber("synthetic_rows", SyntheticRows);
        Write(writer, "holdout_rows", HoldoutRows);
        writer.WriteNumber("seed", Seed);
        foreach (Score score in Scores)
        {
            Write(writer, score.Name, score.Value);
        }
        writer.WriteStartObject("ceiling");
        foreach (Score score in Scores)
        {
            Write(writer, score.Name, score.Ceiling);
        }
        writer.WriteEndObject();
        WriteUtility(writer);
        WritePrivacy(writer);
        writer.WriteStartArray("scores");
        foreach (Score score in Scores)
        {
            WriteScore(writer, score);
        }
        writer.WriteEndArray();
        writer.WriteStartArray("columns");
        foreach (ColumnComparison column in Columns)
        {
            WriteColumn(writer, column);
        }
        writer.WriteEndArray();
        writer.WriteStartArray("pairs");
        foreach (PairComparison pair in Pairs)
        {
            writer.WriteStartObject();
            writer.WriteString("a", pair.A);
            writer.WriteString("b", pair.B);
            Write(writer, "real", pair.RealAssociation);
            Write(writer, "synthetic", pair.SyntheticAssociation);
            Write(writer, "difference", pair.Difference);
            Write(writer, "trend_error", pair.TrendError);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        WriteStrings(writer, "notes", Notes);
        WriteStrings(writer, "verdict", Verdict);
    }

    private void WriteUtility(Utf8JsonWriter writer)
    {
        if (TrainedOnSynthetic is not { } synthetic || TrainedOnReal is not { } real)
        {
            writer.WriteNull("utility");
            return;
        }
        writer.WriteStartObject("utility");
        writer.WriteString("target", synthetic.Target);
        writer.WriteString("measure", synthetic.IsClassification ? "auc" : "rmse");
        Write(writer, "trained_on_synthetic", synthetic.Score);
        Write(writer, "trained_on_real", real.Score);
        Write(writer, "loss", synthetic.LossAgainst(real));
        writer.WriteEndObject();
    }

    private void WritePrivacy(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("privacy");
        Write(writer, "dcr_share_of_independent_columns", DcrShareOfIndependentColumns);
        WriteNumbers(writer, "distance_percentiles", SyntheticDistances.Distances);
        WriteNumbers(writer, "distance_percentiles_of_fresh_rows", FreshDistances.Distances);
        WriteNumbers(writer, "nndr_percentiles", SyntheticDistances.Ratios);
        WriteNumbers(writer, "nndr_percentiles_of_fresh_rows", FreshDistances.Ratios);
        if (Membership is { } attack)
        {
            writer.WriteStartObject("membership_inference");
            writer.WriteNumber("candidates", attack.Candidates);
            Write(writer, "auc", attack.Area);
            Write(writer, "auc_interval", attack.AreaInterval);
            Write(writer, "auc_by_distance", attack.AreaByDistance);
            Write(writer, "auc_by_ratio", attack.AreaByRatio);
            Write(writer, "advantage", attack.Advantage);
            Write(writer, "advantage_interval", attack.AdvantageInterval);
            Write(writer, "true_positive_rate_at_1_percent", attack.HitsAtOnePercent);
            Write(writer, "control_auc", attack.ControlArea);
            Write(writer, "control_auc_interval", attack.ControlInterval);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("membership_inference");
        }
        writer.WriteStartArray("attribute_inference");
        foreach (AttributeAttack column in Attributes)
        {
            writer.WriteStartObject();
            writer.WriteString("column", column.Column);
            writer.WriteNumber("targets", column.Targets);
            Write(writer, "success", column.Success);
            Write(writer, "success_interval", column.SuccessInterval);
            Write(writer, "control_success", column.ControlSuccess);
            Write(writer, "control_interval", column.ControlInterval);
            Write(writer, "blind_success", column.BlindSuccess);
            Write(writer, "risk", column.Risk);
            Write(writer, "risk_interval", column.RiskInterval);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteScore(Utf8JsonWriter writer, Score score)
    {
        writer.WriteStartObject();
        writer.WriteString("name", score.Name);
        writer.WriteString("title", score.Title);
        writer.WriteString("aspect", JsonNamingPolicy.SnakeCaseLower.ConvertName(score.Aspect.ToString()));
        Write(writer, "value", score.Value);
        Write(writer, "interval", score.Interval);
        Write(writer, "ceiling", score.Ceiling);
        Write(writer, "ceiling_interval", score.CeilingInterval);
        writer.WriteString("no_ceiling", score.NoCeiling);
        writer.WriteString("best", score.Best);
        writer.WriteString("grade", JsonNamingPolicy.SnakeCaseLower.ConvertName(score.Grade.ToString()));
        writer.WriteString("verdict", score.Verdict);
        writer.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter writer, ColumnComparison column)
    {
        writer.WriteStartObject();
        writer.WriteString("name", column.Name);
        writer.WriteString("compared_as", column.IsCategorical ? "category" : "number");
        Write(writer, "shape_error", column.ShapeError);
        Write(writer, "ceiling_shape_error", column.CeilingShapeError);
        Write(writer, "adherence", column.Adherence);
        Write(writer, "ceiling_adherence", column.CeilingAdherence);
        Write(writer, "coverage", column.Coverage);
        Write(writer, "ceiling_coverage", column.CeilingCoverage);
        Write(writer, "real_missing", column.RealMissing);
        Write(writer, "synthetic_missing", column.SyntheticMissing);
        writer.WriteString("bars_are", column.BarsAreValues ? "values" : "bins");
        writer.WriteStartArray("bars");
        foreach (ColumnBar bar in column.Bars)
        {
            writer.WriteStartObject();
            writer.WriteString("label", bar.Label);
            Write(writer, "real", bar.Real);
            Write(writer, "synthetic", bar.Synthetic);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }
        writer.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, IReadOnlyList<double> values)
    {
        writer.WriteStartArray(name);
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(Rounded(value));
            }
            else
            {
                writer.WriteNullValue();
            }
        }
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, Interval? interval)
    {
        if (interval is { } ends)
        {
            WriteNumbers(writer, name, [ends.Low, ends.High]);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, Rounded(number));
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static double Rounded(double value) => double.Parse(value.ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
