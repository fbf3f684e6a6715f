using Semblance.Cli.Display;
using Semblance.Models;
using Shouldly;
using Xunit;

namespace Semblance.Cli.Tests;

public sealed class LineDisplayTests
{
    [Fact]
    public void One_line_when_a_phase_begins_and_one_now_and_then()
    {
        var time = new ManualTime();
        var written = new StringWriter();
        var display = new LineDisplay(written, time);
        display.Report(new WorkProgress("fit", 0, 15, "columns"));
        display.Report(new WorkProgress("fit", 7, 15, "columns"));
        time.Advance(TimeSpan.FromSeconds(11));
        display.Report(new WorkProgress("fit", 9, 15, "columns"));
        display.Report(new WorkProgress("fit", 10, 15, "columns"));
        display.Report(new WorkProgress("sample", 0, 32_561, "rows"));
        time.Advance(TimeSpan.FromSeconds(11));
        display.Report(new WorkProgress("sample", 32_561, 32_561, "rows"));
        written.ToString().ReplaceLineEndings("\n").ShouldBe("fit: 15 columns\nfit: 9 of 15 columns\nsample: 32,561 rows\n");
    }

    [Fact]
    public void A_training_tells_its_losses_and_its_score()
    {
        var time = new ManualTime();
        var written = new StringWriter();
        var display = new LineDisplay(written, time);
        display.Report(new WorkProgress("fit", 0, 300, "epochs", new TrainingFigures([])));
        time.Advance(TimeSpan.FromSeconds(11));
        display.Report(new WorkProgress("fit", 20, 300, "epochs", new TrainingFigures([KeyValuePair.Create("generator", -0.51234), KeyValuePair.Create("critic", 1.5)], 0.08235, 0.0801)));
        written.ToString().ReplaceLineEndings("\n").ShouldBe("fit: 300 epochs\nfit: 20 of 300 epochs, generator -0.512, critic 1.500, score 0.0824 (best 0.0801)\n");
    }

    [Fact]
    public void What_is_not_a_terminal_never_gets_a_control_character()
    {
        var error = new StringWriter();
        var terminal = new Terminal { OpenInput = () => Stream.Null, OpenOutput = () => Stream.Null, Out = TextWriter.Null, Error = error, ErrorIsInteractive = false, Colours = true };
        var display = WorkDisplay.For(terminal, quiet: false, tableToOutput: false);
        display.Show(() =>
        {
            display.Report(new WorkProgress("fit", 0, 10, "columns"));
            return 0;
        });
        error.ToString().ShouldNotBeEmpty();
        error.ToString().ShouldNotContain("\u001b");
    }

    [Fact]
    public void A_terminal_gets_a_bar_with_phase_and_rows_and_no_colour_where_none_is_wanted()
    {
        var error = new StringWriter();
        var terminal = new Terminal { OpenInput = () => Stream.Null, OpenOutput = () => Stream.Null, Out = TextWriter.Null, Error = error, ErrorIsInteractive = true, Colours = false };
        var display = WorkDisplay.For(terminal, quiet: false, tableToOutput: false);
        display.Show(() =>
        {
            display.Report(new WorkProgress("sample", 1_234, 5_678, "rows"));
            return 0;
        });
        error.ToString().ShouldContain("sample");
        error.ToString().ShouldContain("1,234 of 5,678 rows");
        error.ToString().ShouldNotMatch("\u001b\\[[0-9;]*3[0-9]", "a colour code");
    }

    [Fact]
    public void A_table_on_the_same_terminal_is_not_drawn_over()
    {
        var terminal = new Terminal { OpenInput = () => Stream.Null, OpenOutput = () => Stream.Null, Out = TextWriter.Null, Error = TextWriter.Null, ErrorIsInteractive = true, OutputIsTerminal = true };
        WorkDisplay.For(terminal, quiet: false, tableToOutput: true).ShouldBeOfType<LineDisplay>();
        WorkDisplay.For(terminal, quiet: false, tableToOutput: false).ShouldBeOfType<BarDisplay>();
        WorkDisplay.For(terminal, quiet: true, tableToOutput: false).ShouldBeOfType<SilentDisplay>();
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan by) => _now += by.Ticks;
    }
}
