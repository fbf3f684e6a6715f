using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Semblance.Quality;

namespace Semblance.Cli.Jobs;

/// <summary>What a run that made rows tells about itself.</summary>
/// <param name="Rows">Rows made.</param>
/// <param name="Columns">Columns of each.</param>
/// <param name="Family">The model's name.</param>
/// <param name="Seed">The seed of the rows.</param>
/// <param name="Seconds">From start to last byte, on the clock.</param>
/// <param name="Figures">How near the rows are to the real table; null if there is none to compare with.</param>
internal sealed record RunSummary(long Rows, int Columns, string Family, ulong Seed, double Seconds, TwinFigures? Figures)
{
    /// <summary>Tells a person, unless asked for quiet, and a program, if asked for JSON: on standard output, unless the table has it.</summary>
    public void Tell(Terminal terminal, bool quiet, bool json, bool tableToOutput)
    {
        if (!quiet)
        {
            Say(terminal.Error);
        }
        if (json)
        {
            (tableToOutput ? terminal.Error : terminal.Out).WriteLine(ToJson());
        }
    }

    private void Say(TextWriter writer)
    {
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rows:N0} rows x {Columns:N0} columns by {Family} with seed {Seed} in {Seconds:0.00} s"));
        if (Figures is not null)
        {
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"distribution similarity error {Figures.DistributionSimilarityError:0.0000} (0 is best), association similarity {Figures.AssociationSimilarity:0.0000} (1 is best)"));
        }
    }

    private string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("rows", Rows);
            json.WriteNumber("columns", Columns);
            json.WriteString("model", Family);
            json.WriteNumber("seed", Seed);
            json.WriteNumber("seconds", Math.Round(Seconds, 3));
            if (Figures is not null)
            {
                Number(json, "distribution_similarity_error", Figures.DistributionSimilarityError);
                Number(json, "association_similarity", Figures.AssociationSimilarity);
            }
            json.WriteString("engine_version", Commands.CommandLine.Version);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>JSON has no NaN: a figure that does not exist is null.</summary>
    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, Math.Round(value, 6));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
