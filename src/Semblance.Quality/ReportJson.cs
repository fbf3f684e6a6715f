using System.Text;
using System.Text.Json;

namespace Semblance.Quality;

public sealed partial record QualityReport
{
    /// <summary>Every metric as one JSON object, names in snake_case, undefined values null.</summary>
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
    public void WriteHtml(Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        ReportHtml.Write(this, writer);
    }

    /// <summary>Writes the properties of <see cref="ToJson"/> into an object that the caller has begun.</summary>
    public void WriteProperties(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumber("real_rows", RealRows);
        writer.WriteNumber("synthetic_rows", SyntheticRows);
        Write(writer, "holdout_rows", HoldoutRows);
        Write(writer, "distribution_similarity_error", Figures.DistributionSimilarityError);
        Write(writer, "association_similarity", Figures.AssociationSimilarity);
        Write(writer, Fidelity);
        writer.WriteStartObject("ceiling");
        Write(writer, Ceiling);
        writer.WriteEndObject();
        if (TrainedOnSynthetic is { } synthetic && TrainedOnReal is { } real)
        {
            writer.WriteStartObject("utility");
            writer.WriteString("target", synthetic.Target);
            writer.WriteString("measure", synthetic.IsClassification ? "auc" : "rmse");
            Write(writer, "trained_on_synthetic", synthetic.Score);
            Write(writer, "trained_on_real", real.Score);
            Write(writer, "loss", synthetic.LossAgainst(real));
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("utility");
        }
        writer.WriteStartObject("privacy");
        Write(writer, "dcr_share", Privacy.DcrShare);
        Write(writer, "dcr_share_of_independent_columns", Privacy.DcrShareOfIndependentColumns);
        Write(writer, "exact_copies", Privacy.ExactCopies);
        Write(writer, "exact_copies_of_fresh_rows", Privacy.ExactCopiesOfFresh);
        Write(writer, "distance_5th_percentile", Privacy.Distance5);
        Write(writer, "distance_5th_percentile_of_fresh_rows", Privacy.Distance5OfFresh);
        writer.WriteEndObject();
        writer.WriteStartArray("columns");
        foreach (ColumnComparison column in Columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteString("compared_as", column.IsCategorical ? "category" : "number");
            Write(writer, "shape_error", column.ShapeError);
            Write(writer, "ceiling_shape_error", column.CeilingShapeError);
            Write(writer, "real_missing", column.RealMissing);
            Write(writer, "synthetic_missing", column.SyntheticMissing);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("verdict");
        foreach (string sentence in Verdict)
        {
            writer.WriteStringValue(sentence);
        }
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, FidelityScores scores)
    {
        Write(writer, "shape_error", scores.ShapeError);
        Write(writer, "trend_error_own_edges", scores.TrendError.OwnEdges);
        Write(writer, "trend_error_shared_edges", scores.TrendError.SharedEdges);
        Write(writer, "c2st", scores.ClassifierTwoSample);
    }

    private static void Write(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
