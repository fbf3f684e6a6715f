using System.Globalization;
using System.Text;
using Semblance.Models;

namespace Semblance.Cli.Display;

/// <summary>Shows a person how far the work is.</summary>
internal abstract class WorkDisplay : IProgress<WorkProgress>
{
    /// <summary>The display that suits a terminal: a bar where one can be drawn, a few lines elsewhere, nothing if asked for quiet.</summary>
    /// <param name="terminal">Where to show it.</param>
    /// <param name="quiet">Whether the person asked for silence.</param>
    /// <param name="tableToOutput">Whether the table itself goes to standard output: if that is the same terminal, a bar would be drawn into the rows.</param>
    public static WorkDisplay For(Terminal terminal, bool quiet, bool tableToOutput)
    {
        if (quiet)
        {
            return new SilentDisplay();
        }
        bool bar = terminal.ErrorIsInteractive && !(tableToOutput && terminal.OutputIsTerminal);
        return bar ? new BarDisplay(terminal) : new LineDisplay(terminal.Error, TimeProvider.System);
    }

    /// <summary>Does the work while showing it.</summary>
    public abstract T Show<T>(Func<T> work);

    /// <inheritdoc/>
    public abstract void Report(WorkProgress value);

    /// <summary>How a training goes, in a few words after the amount: ", generator 0.512, critic -0.031, score 0.0823 (best 0.0801)"; nothing for other work.</summary>
    protected static string Figures(WorkProgress value)
    {
        if (value.Training is not { } training)
        {
            return "";
        }
        var words = new StringBuilder();
        foreach ((string name, double loss) in training.Losses)
        {
            words.Append(CultureInfo.InvariantCulture, $", {name} {loss:0.000}");
        }
        if (training.ValidationScore is { } score)
        {
            words.Append(CultureInfo.InvariantCulture, $", score {score:0.0000} (best {training.BestScore ?? score:0.0000})");
        }
        return words.ToString();
    }

    /// <summary>Says something in passing, without disturbing what is shown.</summary>
    public abstract void Note(string line);
}

/// <summary>Says nothing.</summary>
internal sealed class SilentDisplay : WorkDisplay
{
    public override T Show<T>(Func<T> work) => work();

    public override void Report(WorkProgress value)
    {
    }

    public override void Note(string line)
    {
    }
}
