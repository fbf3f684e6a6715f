namespace Semblance.Describe.Planning.Language;

/// <summary>A language model that answers messages with one text. What speaks to a service implements it; this library knows none.</summary>
public interface ILanguageModel
{
    /// <summary>Asks for the next message.</summary>
    /// <param name="messages">The conversation, oldest first.</param>
    /// <param name="schema">The JSON Schema that the answer is to have.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The answer as the model gave it: hopefully JSON, possibly anything.</returns>
    /// <exception cref="LanguageModelException">There is no answer.</exception>
    Task<string> AnswerAsync(IReadOnlyList<LanguageModelMessage> messages, string schema, CancellationToken cancellationToken = default);
}

/// <summary>A message of a conversation with a language model.</summary>
/// <param name="Speaker">Who says it.</param>
/// <param name="Text">What is said.</param>
public sealed record LanguageModelMessage(Speaker Speaker, string Text);

/// <summary>Who says a message.</summary>
public enum Speaker
{
    /// <summary>This program, saying what the model is to do.</summary>
    Program,

    /// <summary>The user, or this program about the user's text.</summary>
    User,

    /// <summary>The model.</summary>
    Model,
}
