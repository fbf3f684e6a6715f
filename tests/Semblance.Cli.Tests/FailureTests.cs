using Semblance.Data;
using Shouldly;
using Xunit;

namespace Semblance.Cli.Tests;

public sealed class FailureTests
{
    [Fact]
    public void Each_kind_of_failure_has_its_exit_code()
    {
        Failure.From(new UsageException("x")).Code.ShouldBe(2);
        Failure.From(new TableException("x")).Code.ShouldBe(3);
        Failure.From(new IOException("x")).Code.ShouldBe(4);
        Failure.From(new InsufficientMemoryException()).Code.ShouldBe(4);
        Failure.From(new InvalidOperationException("x")).Code.ShouldBe(4);
    }

    [Fact]
    public void Of_workers_that_failed_together_the_one_that_says_why_is_heard()
    {
        var failure = Failure.From(new AggregateException(new OperationCanceledException(), new TableException("Row 7 is short.")));
        failure.Sentence.ShouldBe("Row 7 is short.");
        failure.Code.ShouldBe(3);
    }

    [Fact]
    public void A_failure_is_one_line_without_control_characters_whatever_the_data_held()
    {
        var written = new StringWriter();
        Failure.From(new TableException("Bad value '\u001b[31m\0\r\n' " + new string('x', 5_000))).Write(written);
        string text = written.ToString();
        text.ReplaceLineEndings("\n").Count(c => c == '\n').ShouldBe(1);
        text.TrimEnd().Any(char.IsControl).ShouldBeFalse();
        text.Length.ShouldBeLessThan(700);
        text.ShouldStartWith("error: Bad value");
    }

    [Fact]
    public void An_unforeseen_fault_is_a_sentence_and_a_way_to_learn_more()
    {
        var failure = Failure.From(new InvalidOperationException("Sequence is empty"));
        failure.Sentence.ShouldBe("Something went wrong inside Semblance (InvalidOperationException: Sequence is empty).");
        failure.Hint.ShouldNotBeNull().ShouldContain("SEMBLANCE_DEBUG=1");
    }
}
