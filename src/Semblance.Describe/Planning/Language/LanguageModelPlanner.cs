using Semblance.Describe.Plans;

namespace Semblance.Describe.Planning.Language;

/// <summary>How a language model is asked for plans.</summary>
public sealed record LanguageModelPlannerOptions
{
    /// <summary>How often the model is told what is wrong with its plan.</summary>
    /// <value>The default value is 2.</value>
    public int MostRepairs { get; init; } = 2;

    /// <summary>The longest wait for one answer.</summary>
    /// <value>The default value is 60 seconds.</value>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest answer that is read, in characters.</summary>
    /// <value>The default value is 400,000.</value>
    public int LongestAnswer { get; init; } = 400_000;
}

/// <summary>
/// Makes plans of prompts by a language model. The model fills a plan and nothing else: its answer is read as a plan document, validated, sent back
/// with what is wrong a few times, and otherwise refused. Nothing that a prompt makes the model say can be more than a plan.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="options">How it is asked; null for the defaults.</param>
public sealed class LanguageModelPlanner(ILanguageModel model, LanguageModelPlannerOptions? options = null)
{
    private readonly LanguageModelPlannerOptions _options = options ?? new();

    /// <summary>Plans a prompt.</summary>
    /// <returns>A plan that can be carried out, or issues with the request.</returns>
    /// <exception cref="LanguageModelException">The model gave no plan.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<PlanOutcome> PlanAsync(PlanRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (RequestChecks.Problem(request, out string? locale) is { } failed)
        {
            return failed;
        }
        var messages = new List<LanguageModelMessage>
        {
            new(Speaker.Program, PlannerInstructions.Text),
            new(Speaker.User, PlannerInstructions.Request(request)),
        };
        IReadOnlyList<string> problems = [];
        for (int round = 0; round <= _options.MostRepairs; round++)
        {
            string answer = await AnswerAsync(messages, cancellationToken).ConfigureAwait(false);
            (Plan? plan, problems) = Read(answer);
            if (plan is not null)
            {
                return RequestChecks.Checked(plan with { Locale = locale ?? plan.Locale }, request, []);
            }
            messages.Add(new LanguageModelMessage(Speaker.Model, answer.Length > _options.LongestAnswer ? answer[.._options.LongestAnswer] : answer));
            messages.Add(new LanguageModelMessage(Speaker.User, PlannerInstructions.Repair(problems)));
        }
        throw new LanguageModelException(LanguageModelFailure.NoPlan, $"The language model gave no usable plan in {_options.MostRepairs + 1} attempts. {problems[0]}");
    }

    private async Task<string> AnswerAsync(List<LanguageModelMessage> messages, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_options.AnswerTimeout);
        try
        {
            return await model.AnswerAsync(messages, PlannerInstructions.Schema, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LanguageModelException(LanguageModelFailure.TimedOut, $"The language model did not answer within {_options.AnswerTimeout.TotalSeconds:0} seconds.", error);
        }
    }

    private (Plan? Plan, IReadOnlyList<string> Problems) Read(string answer)
    {
        if (answer.Length > _options.LongestAnswer)
        {
            return (null, [$"The plan is longer than {_options.LongestAnswer} characters."]);
        }
        try
        {
            Plan plan = PlanJson.Read(Unfenced(answer));
            IReadOnlyList<string> problems = PlanValidator.Problems(plan);
            return problems.Count == 0 ? (plan, problems) : (null, problems);
        }
        catch (PlanException error)
        {
            return (null, error.Problems);
        }
    }

    // Models that know no structured output like to put JSON in a fence.
    private static string Unfenced(string answer)
    {
        string text = answer.Trim();
        if (!text.StartsWith("```", StringComparison.Ordinal))
        {
            return text;
        }
        int start = text.IndexOf('\n', StringComparison.Ordinal), end = text.LastIndexOf("```", StringComparison.Ordinal);
        return start > 0 && end > start ? text[start..end] : text;
    }
}
