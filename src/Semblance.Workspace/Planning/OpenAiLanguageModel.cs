using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using OpenAI;
using OpenAI.Chat;
using Semblance.Describe.Planning.Language;

namespace Semblance.Workspace.Planning;

/// <summary>Where language models are to be found.</summary>
public sealed record OpenAiOptions
{
    /// <summary>The base address of an OpenAI-compatible service, with its version: https://api.openai.com/v1.</summary>
    /// <value>The default value is OpenAI's own.</value>
    public Uri Endpoint { get; init; } = new("https://api.openai.com/v1");

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The longest wait for the service, over and above which a request ends.</summary>
    /// <value>The default value is 90 seconds: more than a planner waits for one answer.</value>
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromSeconds(90);
}

/// <summary>
/// Asks a model of an OpenAI-compatible service with the caller's key, which lives as long as this object and is written nowhere. The client's own
/// retries and logs are off: the planner decides what is asked again, and logs could hold prompts.
/// </summary>
public sealed class OpenAiLanguageModel : ILanguageModel, IDisposable
{
    // A plan has some 10 KB; an answer that goes on for ever is cut off here.
    private const int LargestAnswer = 4 * 1024 * 1024;

    private readonly ChatClient _client;
    private readonly HttpClient _http;

    /// <summary>Creates the client of one caller.</summary>
    /// <param name="options">The service.</param>
    /// <param name="apiKey">The caller's key.</param>
    public OpenAiLanguageModel(OpenAiOptions options, string apiKey)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(apiKey);
        _http = new HttpClient(new BoundedAnswers(new SocketsHttpHandler { AllowAutoRedirect = false }, LargestAnswer)) { Timeout = Timeout.InfiniteTimeSpan };
        _client = new ChatClient(options.Model, new ApiKeyCredential(apiKey), new OpenAIClientOptions
        {
            Endpoint = options.Endpoint,
            NetworkTimeout = options.NetworkTimeout,
            RetryPolicy = new ClientRetryPolicy(0),
            Transport = new HttpClientPipelineTransport(_http),
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false, EnableMessageLogging = false, EnableMessageContentLogging = false },
        });
    }

    /// <inheritdoc/>
    public async Task<string> AnswerAsync(IReadOnlyList<LanguageModelMessage> messages, string schema, CancellationToken cancellationToken = default)
    {
        try
        {
            return await CompleteAsync(messages, ChatResponseFormat.CreateJsonSchemaFormat("plan", BinaryData.FromString(schema), jsonSchemaIsStrict: false), cancellationToken);
        }
        catch (ClientResultException error) when (error.Status is 400 or 422)
        {
            // Older services know JSON but no schemas; the instructions describe the form, and the planner checks it.
            return await ThrowingOurs(() => CompleteAsync(messages, ChatResponseFormat.CreateJsonObjectFormat(), cancellationToken), cancellationToken);
        }
        catch (Exception error) when (Translated(error, cancellationToken) is { } translated)
        {
            throw translated;
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<string> ThrowingOurs(Func<Task<string>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (Exception error) when (Translated(error, cancellationToken) is { } translated)
        {
            throw translated;
        }
    }

    private async Task<string> CompleteAsync(IReadOnlyList<LanguageModelMessage> messages, ChatResponseFormat format, CancellationToken cancellationToken)
    {
        IEnumerable<ChatMessage> chat = messages.Select<LanguageModelMessage, ChatMessage>(message => message.Speaker switch
        {
            Speaker.Program => ChatMessage.CreateSystemMessage(message.Text),
            Speaker.Model => ChatMessage.CreateAssistantMessage(message.Text),
            _ => ChatMessage.CreateUserMessage(message.Text),
        });
        ChatCompletion completion = await _client.CompleteChatAsync(chat, new ChatCompletionOptions { ResponseFormat = format, Temperature = 0 }, cancellationToken);
        // A refusal and an empty answer are no plans; the planner says so to the model.
        return string.Concat(completion.Content.Where(part => part.Kind == ChatMessageContentPartKind.Text).Select(part => part.Text));
    }

    // What went wrong, in our words: the service's may hold parts of the key.
    private static LanguageModelException? Translated(Exception error, CancellationToken cancellationToken) => error switch
    {
        OperationCanceledException when cancellationToken.IsCancellationRequested => null,
        LanguageModelException => null,
        ClientResultException { Status: 401 or 403 } => new(LanguageModelFailure.KeyRefused, "The language model service refuses the API key."),
        ClientResultException { Status: 429 } limited => new(LanguageModelFailure.RateLimited, "The language model service accepts no more requests with this API key for now.") { RetryAfter = RetryAfter(limited) },
        ClientResultException { Status: > 0 } failed => new(LanguageModelFailure.ServiceFailed, string.Create(CultureInfo.InvariantCulture, $"The language model service answered with status {failed.Status}.")),
        OperationCanceledException or TimeoutException => new(LanguageModelFailure.TimedOut, "The language model service did not answer in time."),
        ClientResultException or HttpRequestException or IOException => new(LanguageModelFailure.Unreachable, "The language model service cannot be reached, or broke off its answer."),
        AggregateException => new(LanguageModelFailure.Unreachable, "The language model service cannot be reached."),
        // An answer that is no answer of a chat: not JSON, or without the parts that every answer has.
        System.Text.Json.JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException => new(LanguageModelFailure.ServiceFailed, "The language model service answered with something that is no chat completion."),
        _ => null,
    };

    private static TimeSpan? RetryAfter(ClientResultException error) =>
        error.GetRawResponse()?.Headers.TryGetValue("Retry-After", out string? text) == true && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0 and < 86_400
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>Reads answers whole before they are handed on, and none that is too long.</summary>
    private sealed class BoundedAnswers(HttpMessageHandler inner, int most) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(most, cancellationToken);
            return response;
        }
    }
}
