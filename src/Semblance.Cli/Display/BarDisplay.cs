using System.Globalization;
using Semblance.Models;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Semblance.Cli.Display;

/// <summary>One bar per phase, redrawn in place on standard error.</summary>
internal sealed class BarDisplay : WorkDisplay
{
    private readonly IAnsiConsole _console;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ProgressTask> _tasks = [];
    private ProgressContext? _context;

    public BarDisplay(Terminal terminal)
    {
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = terminal.Colours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Out = new ErrorOutput(terminal.Error),
        });
    }

    public override T Show<T>(Func<T> work) =>
        _console.Progress()
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new AmountColumn(), new ElapsedTimeColumn())
            .Start(context =>
            {
                _context = context;
                return work();
            });

    public override void Note(string line) => _console.WriteLine(line);

    public override void Report(WorkProgress value)
    {
        lock (_lock)
        {
            if (_context is null)
            {
                return;
            }
            if (!_tasks.TryGetValue(value.Phase, out ProgressTask? task))
            {
                foreach (ProgressTask earlier in _tasks.Values)
                {
                    // A phase may end without a last report of its own.
                    earlier.Value = earlier.MaxValue;
                    earlier.StopTask();
                }
                task = _context.AddTask(Markup.Escape(value.Phase));
                _tasks.Add(value.Phase, task);
            }
            task.MaxValue = Math.Max(1, value.Total);
            task.State.Update<WorkProgress>(AmountColumn.Key, _ => value);
            task.Value = Math.Min(value.Done, task.MaxValue);
        }
    }

    /// <summary>How much is done, in the phase's own unit.</summary>
    private sealed class AmountColumn : ProgressColumn
    {
        public const string Key = "amount";

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            WorkProgress at = task.State.Get<WorkProgress>(Key);
            long done = task.IsFinished ? at.Total : at.Done;
            return new Text(string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {at.Total:N0} {at.Unit}{Figures(at)}"));
        }
    }

    /// <summary>Standard error as Spectre wants it.</summary>
    private sealed class ErrorOutput(TextWriter writer) : IAnsiConsoleOutput
    {
        private const int UsualWidth = 80;

        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        // Zero where a terminal does not tell.
        public int Width => !Console.IsOutputRedirected && Console.BufferWidth is > 0 and int width ? width : UsualWidth;

        public int Height => 24;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
