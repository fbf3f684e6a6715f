using System.Text;
using Semblance.Data;
using Semblance.Describe.Catalog;
using Semblance.Describe.Planning.Language;
using Semblance.Describe.Plans;
using Semblance.Server.Hosting;

namespace Semblance.Cli;

/// <summary>What went wrong, as the person at the terminal is told: one sentence, perhaps a hint, and an exit code.</summary>
internal sealed record Failure(int Code, string Sentence, string? Hint = null)
{
    /// <summary>Set to 1 to see where an error came from.</summary>
    public const string DebugVariable = "SEMBLANCE_DEBUG";

    private const int LongestSentence = 600;

    /// <summary>Puts an exception into words.</summary>
    public static Failure From(Exception exception)
    {
        Exception cause = exception;
        while (cause is AggregateException { InnerExceptions.Count: > 0 } many)
        {
            // Workers that fail together fail for one reason; a domain error says more than the cancellations that followed it.
            cause = many.InnerExceptions.FirstOrDefault(inner => inner is TableException) ?? many.InnerExceptions[0];
        }
        return cause switch
        {
            UsageException usage => new Failure(ExitCode.Usage, usage.Message, usage.Hint),
            SettingsException settings => new Failure(ExitCode.Usage, settings.Message),
            PlanException plan => new Failure(ExitCode.BadInput, string.Join(" ", plan.Problems.Take(5))),
            CatalogException catalog => new Failure(ExitCode.BadInput, catalog.Message),
            LanguageModelException model => new Failure(ExitCode.Failed, model.Message),
            TableException table => new Failure(ExitCode.BadInput, table.Message),
            OutOfMemoryException => new Failure(ExitCode.Failed, "There is not enough memory for this table.", "Leave columns out with --drop, or split the file."),
            IOException or UnauthorizedAccessException => new Failure(ExitCode.Failed, cause.Message),
            _ => new Failure(
                ExitCode.Failed,
                $"Something went wrong inside Semblance ({cause.GetType().Name}: {cause.Message}).",
                $"Set {DebugVariable}=1 and run it again to see where, and report it with the command that you ran."),
        };
    }

    /// <summary>Writes the sentence and the hint, one line each, whatever characters the data put into them.</summary>
    public void Write(TextWriter writer)
    {
        writer.WriteLine("error: " + OneLine(Sentence));
        if (Hint is not null)
        {
            writer.WriteLine("hint: " + OneLine(Hint));
        }
    }

    private static string OneLine(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, LongestSentence));
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, LongestSentence)))
        {
            // Control characters of a broken file must not reach the terminal as commands.
            line.Append(c is '\r' or '\n' or '\t' ? ' ' : char.IsControl(c) ? '\uFFFD' : c);
        }
        return text.Length > LongestSentence ? line.Append("...").ToString() : line.ToString();
    }
}
