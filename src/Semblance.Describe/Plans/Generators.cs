using static Semblance.Describe.Plans.ParameterKind;
using static Semblance.Describe.Plans.Uniqueness;

namespace Semblance.Describe.Plans;

/// <summary>The vocabulary of plans: every generator that a column can name. The documentation, the schema and the validation are made from it.</summary>
public static class Generators
{
    private static readonly string[] s_text = [PlanTypes.String];
    private static readonly string[] s_numbers = [PlanTypes.Integer, PlanTypes.Decimal];
    private static readonly string[] s_anything = [PlanTypes.String, PlanTypes.Integer, PlanTypes.Decimal, PlanTypes.Boolean, PlanTypes.Date, PlanTypes.DateTime, PlanTypes.Time];

    private static readonly GeneratorParameter s_locale = new("locale", Text, "The locale of this column; the entity's by default.");
    private static readonly GeneratorParameter s_person = new("person", Text, "Which person of the row: columns with the same word describe the same one; \"\" by default. A table with patient_name, patient_email and doctor_name uses \"patient\" and \"doctor\".");
    private static readonly GeneratorParameter s_place = new("place", Text, "Which place of the row: columns with the same word agree; \"\" by default.");
    private static readonly GeneratorParameter s_company = new("company", Text, "Which company of the row: columns with the same word agree; \"\" by default.");
    private static readonly GeneratorParameter s_product = new("product", Text, "Which product of the row: columns with the same word agree; \"\" by default.");
    private static readonly GeneratorParameter s_productRange = new("range", Text, "What is sold: general (default), electronics, fashion, home, grocery, beauty, sports, toys, books, office, garden, automotive, pharmacy, menu.") { Choices = ["general", "electronics", "fashion", "home", "grocery", "beauty", "sports", "toys", "books", "office", "garden", "automotive", "pharmacy", "menu"] };
    private static readonly GeneratorParameter s_productCategory = new("category", Column, "A column with the category that the product is of, here or through a foreign key such as category_id.name.");
    private static readonly GeneratorParameter s_vehicle = new("vehicle", Text, "Which vehicle of the row: columns with the same word agree; \"\" by default.");
    private static readonly GeneratorParameter s_from = new("from", ParameterKind.Date, "The first day; -2y by default.");
    private static readonly GeneratorParameter s_to = new("to", ParameterKind.Date, "The last day; 0d (as_of) by default.");
    private static readonly GeneratorParameter s_weekdays = new("weekdays", Text, "any (default), business (Monday to Friday), mostly_business, weekend, mostly_weekend.") { Choices = ["any", "business", "mostly_business", "weekend", "mostly_weekend"] };
    private static readonly GeneratorParameter s_season = new("season", Text, "none (default), retail (peak in November and December), summer, winter, school (September to June).") { Choices = ["none", "retail", "summer", "winter", "school"] };
    private static readonly GeneratorParameter s_trend = new("trend", Number, "How many times busier the last day is than the first; 1 by default, 3 for a business that grew threefold.") { Min = 0.01, Max = 100 };
    private static readonly GeneratorParameter s_hours = new("hours", Text, "any (all alike), day (default: few at night), business (8 to 18), evening (17 to 24), shop (9 to 21), night.") { Choices = ["any", "day", "business", "evening", "shop", "night"] };
    private static readonly GeneratorParameter s_stepMinutes = new("step_minutes", Number, "Times are multiples of this: 15 for appointments; by the second without it.") { Min = 1, Max = 720 };
    private static readonly GeneratorParameter s_distribution = new("distribution", Text, "uniform (default), normal, lognormal (a long right tail, as amounts have), exponential (many small), low_first (whole numbers, the least most often, as quantities).") { Choices = ["uniform", "normal", "lognormal", "exponential", "low_first"] };
    private static readonly GeneratorParameter s_mean = new("mean", Number, "Where the mass lies: mean of normal and exponential, median of lognormal; within the bounds by default.");
    private static readonly GeneratorParameter s_deviation = new("deviation", Number, "Standard deviation of normal; a sixth of the range by default. Of the logarithm for lognormal; by the range by default.") { Min = 0 };
    private static readonly GeneratorParameter s_decimals = new("decimals", WholeNumber, "Digits after the point; 2 by default.") { Min = 0, Max = 9 };

    /// <summary>Every generator, by groups.</summary>
    public static IReadOnlyList<GeneratorDefinition> All { get; } =
    [
        // Keys and structure
        new("sequence", "Keys", "Counts the rows: 1, 2, 3, ...; with a prefix C-000001, C-000002, ...", [PlanTypes.Integer, PlanTypes.String], Always,
        [
            new("start", WholeNumber, "The first number; 1 by default.") { Min = 0, Max = 1e15 },
            new("step", WholeNumber, "The distance between numbers; 1 by default.") { Min = 1, Max = 1e6 },
            new("prefix", Text, "A text before the number; none by default."),
            new("digits", WholeNumber, "Digits to pad with zeros to; none by default.") { Min = 0, Max = 18 },
        ]),
        new("uuid", "Keys", "A random UUID (version 4).", s_text, Always, []),
        new("pattern", "Keys", "A code by pattern, such as AB-1234 from \"@@-####\".", s_text, OnDemand,
        [
            new("pattern", Text, "# is a digit, @ a capital letter, ~ a small letter, * a capital letter or digit, ^ a hexadecimal digit; \\ takes the next character as it is; the rest stands for itself.") { Required = true },
        ]),
        new("foreign_key", "Keys", "The key of a row of another entity; a relation names which.", [PlanTypes.Integer, PlanTypes.String], OnDemand, []),
        new("position", "Keys", "The number of this row among the rows of its parent: 1, 2, 3, ...; the relation is \"grouped\".", [PlanTypes.Integer], Never,
        [
            new("of", Column, "The foreign key to the parent.") { Required = true },
        ]),

        // Values
        new("constant", "Values", "The same value in every row.", s_anything, Never, [new("value", Scalar, "The value.") { Required = true }]),
        new("choice", "Values", "One of a list, by weight: statuses, categories, sizes.", s_anything, OnDemand,
        [
            new("values", Values, "The list.") { Required = true },
            new("weights", Numbers, "How often each occurs, relative to the others; all alike by default."),
        ]),
        new("boolean", "Values", "Yes or no.", [PlanTypes.Boolean, PlanTypes.String, PlanTypes.Integer], Never, [new("true_share", Number, "The share of true; 0.5 by default.") { Min = 0, Max = 1 }]),
        new("list", "Values", "A word of a list that comes with the program, such as colors or medications.", s_text, OnDemand, [new("list", Text, "The list's name; see below.") { Required = true }]),
        new("lifecycle", "Values", "A status that agrees with a date: what began long ago has reached its last step, what began yesterday has not.", s_text, Never,
        [
            new("from", Column, "The date or date-time at which it began.") { Required = true },
            new("steps", Steps, "The steps in order, each with the days after which it is usual: [{\"value\": \"pending\", \"after_days\": 0}, {\"value\": \"shipped\", \"after_days\": 2}].") { Required = true },
            new("exits", Exits, "Other ends with their shares: [{\"value\": \"cancelled\", \"share\": 0.05, \"after_days\": 0}]."),
        ]),

        // Numbers
        new("integer", "Numbers", "A whole number.", [PlanTypes.Integer, PlanTypes.Decimal, PlanTypes.String], OnDemand,
        [
            new("min", WholeNumber, "The least; 0 by default."),
            new("max", WholeNumber, "The greatest; min + 100 by default."),
            new("step", WholeNumber, "Numbers are min plus multiples of this; 1 by default.") { Min = 1 },
            s_distribution, s_mean, s_deviation,
        ]),
        new("decimal", "Numbers", "A number with digits after the point: amounts, measurements, shares.", [PlanTypes.Decimal, PlanTypes.Integer, PlanTypes.String], Never,
        [
            new("min", Number, "The least; 0 by default."),
            new("max", Number, "The greatest; min + 100 by default."),
            s_decimals, s_distribution, s_mean, s_deviation,
        ]),
        new("rating", "Numbers", "Stars: 1 to 5, mostly 4 and 5.", [PlanTypes.Integer, PlanTypes.Decimal], Never,
        [
            new("min", WholeNumber, "The worst; 1 by default."),
            new("max", WholeNumber, "The best; 5 by default."),
            new("step", Number, "The distance between ratings; 1 by default.") { Min = 0.01, Max = 100 },
            new("mean", Number, "The mean; four fifths of the way up by default."),
        ]),
        new("cycle", "Numbers", "A reading that follows the time of another column: a base with a daily and a yearly wave and noise, as sensors and meters have.", [PlanTypes.Decimal, PlanTypes.Integer], Never,
        [
            new("column", Column, "The date-time of the reading.") { Required = true },
            new("base", Number, "The mean; 20 by default."),
            new("daily", Number, "Half the height of the daily wave, highest at 15:00; a quarter of base by default."),
            new("yearly", Number, "Half the height of the yearly wave, highest in July; 0 by default."),
            new("noise", Number, "The standard deviation of the rest; a twentieth of base by default.") { Min = 0 },
            new("min", Number, "The least."),
            new("max", Number, "The greatest."),
            s_decimals,
        ]),

        // Dates
        new("date", "Dates and times", "A calendar date.", [PlanTypes.Date, PlanTypes.String], Never, [s_from, s_to, s_weekdays, s_season, s_trend]),
        new("datetime", "Dates and times", "A date and time of day, to the second.", [PlanTypes.DateTime, PlanTypes.String], Never, [s_from, s_to, s_weekdays, s_season, s_trend, s_hours, s_stepMinutes]),
        new("time", "Dates and times", "A time of day.", [PlanTypes.Time, PlanTypes.String], Never,
        [
            new("from", Text, "The first time, \"08:00\"; 00:00 by default."),
            new("to", Text, "The last time, \"18:00\"; 23:59 by default."),
            s_hours, s_stepMinutes,
        ]),
        new("after", "Dates and times", "A date or time some while after another column's.", [PlanTypes.Date, PlanTypes.DateTime, PlanTypes.Time], Never,
        [
            new("column", Column, "The column that it follows; missing where that is.") { Required = true },
            new("min", Number, "The shortest while; 0 by default. Negative for before."),
            new("max", Number, "The longest while; 30 by default, and the time left until `until` when neither is given."),
            new("unit", Text, "days (default), hours, minutes, seconds, weeks, months, years.") { Choices = ["days", "hours", "minutes", "seconds", "weeks", "months", "years"] },
            new("until", ParameterKind.Date, "Never later than this; 0d (as_of) by default. \"none\" for no bound, as due dates have."),
            s_distribution, s_hours,
        ]),
        new("birth_date", "Dates and times", "A date of birth.", [PlanTypes.Date], Never,
        [
            new("min_age", WholeNumber, "The youngest, in years at as_of; the bound of the entity's age by default, or 18.") { Min = 0, Max = 150 },
            new("max_age", WholeNumber, "The oldest; the bound of the entity's age by default, or 80.") { Min = 0, Max = 150 },
        ]),
        new("age", "Dates and times", "Years of age.", [PlanTypes.Integer], Never,
        [
            new("birth_date", Column, "The column of the date of birth, which the age then agrees with; the only one of the entity by default."),
            new("min", WholeNumber, "The youngest, without birth_date; 18 by default.") { Min = 0, Max = 150 },
            new("max", WholeNumber, "The oldest, without birth_date; 80 by default.") { Min = 0, Max = 150 },
        ]),

        // Derived
        new("formula", "Derived", "Computed from other columns of the row.", [PlanTypes.Decimal, PlanTypes.Integer], Never,
        [
            new("expression", Text, "Column names (also of parents: product_id.price), numbers, + - * / ( ), min(a, b), max(a, b), round(a), abs(a). Missing where an operand is.") { Required = true },
            s_decimals,
        ]),
        new("sum", "Derived", "The sum of a column over the rows of a child entity that refer to this row: an order's total.", [PlanTypes.Decimal, PlanTypes.Integer], Never,
        [
            new("entity", Text, "The child entity.") { Required = true },
            new("column", Text, "Its column.") { Required = true },
            new("by", Text, "Its foreign key to this entity, if there are several."),
        ]),
        new("count", "Derived", "The number of rows of a child entity that refer to this row.", [PlanTypes.Integer], Never,
        [
            new("entity", Text, "The child entity.") { Required = true },
            new("by", Text, "Its foreign key to this entity, if there are several."),
        ]),
        new("lookup", "Derived", "A value of the parent's row: the price of the product ordered.", s_anything, Never, [new("column", Column, "Through a foreign key: product_id.price.") { Required = true }]),
        new("template", "Derived", "Text with the values of other columns in it.", s_text, Never, [new("template", Text, "\"{city} {store_number}\".") { Required = true }]),

        // Persons
        new("first_name", "Persons", "A given name.", s_text, Never, [s_person, s_locale]),
        new("last_name", "Persons", "A family name.", s_text, Never, [s_person, s_locale]),
        new("full_name", "Persons", "Given and family name, in the locale's order.", s_text, OnDemand, [s_person, s_locale]),
        new("gender", "Persons", "The gender that fits the given name.", s_text, Never, [s_person, s_locale, new("style", Text, "word (female, male; default), capital (Female, Male), letter (F, M).") { Choices = ["word", "capital", "letter"] }]),
        new("salutation", "Persons", "Mr., Ms., Dr. in the locale's words.", s_text, Never, [s_person, s_locale]),
        new("username", "Persons", "A user name that fits the name.", s_text, Always, [s_person, s_locale]),
        new("email", "Persons", "An e-mail address that fits the name.", s_text, Always, [s_person, s_locale, new("domain", Text, "The part after the @; common mail providers by default.")]),
        new("phone", "Persons", "A phone number in the locale's form; its area code fits the city where the row has one.", s_text, OnDemand, [s_place, s_locale, new("style", Text, "landline (default), mobile, international.") { Choices = ["landline", "mobile", "international"] }]),
        new("national_id", "Persons", "A number of the form of the locale's identity or social security number; never one that could be issued, where the locale reserves such.", s_text, OnDemand, [s_locale]),
        new("job_title", "Persons", "A profession.", s_text, Never, []),

        // Places
        new("street_address", "Places", "Street and number.", s_text, Never, [s_place, s_locale]),
        new("city", "Places", "A city.", s_text, Never, [s_place, s_locale]),
        new("region", "Places", "The state, province or region that the city lies in.", s_text, Never, [s_place, s_locale]),
        new("region_code", "Places", "Its abbreviation.", s_text, Never, [s_place, s_locale]),
        new("postcode", "Places", "A postcode of the city.", s_text, Never, [s_place, s_locale]),
        new("address", "Places", "The whole address on one line.", s_text, Never, [s_place, s_locale]),
        new("country", "Places", "The locale's country, or any.", s_text, Never, [s_place, s_locale, new("scope", Text, "locale (default) or world.") { Choices = ["locale", "world"] }]),
        new("country_code", "Places", "The country's two letters.", s_text, Never, [s_place, s_locale, new("scope", Text, "locale (default) or world.") { Choices = ["locale", "world"] }]),
        new("latitude", "Places", "Degrees north, near the city.", [PlanTypes.Decimal], Never, [s_place, s_locale, s_decimals]),
        new("longitude", "Places", "Degrees east, near the city.", [PlanTypes.Decimal], Never, [s_place, s_locale, s_decimals]),
        new("time_zone", "Places", "The city's time zone, such as Europe/Berlin.", s_text, Never, [s_place, s_locale]),

        // Companies
        new("company", "Companies", "A company's name.", s_text, OnDemand, [s_company, s_locale]),
        new("industry", "Companies", "What the company does.", s_text, Never, [s_company, s_locale]),
        new("website", "Companies", "The company's web address.", s_text, OnDemand, [s_company, s_locale]),
        new("company_email", "Companies", "An address at the company, such as info@ or sales@.", s_text, OnDemand, [s_company, s_locale]),
        new("slogan", "Companies", "A line of advertising.", s_text, Never, [s_company, s_locale]),

        // Products
        new("product_name", "Products", "A product's name.", s_text, OnDemand, [s_product, s_productRange, s_productCategory]),
        new("product_category", "Products", "The category that the product belongs to.", s_text, OnDemand, [s_product, s_productRange, s_productCategory]),
        new("brand", "Products", "The product's maker.", s_text, OnDemand, [s_product, s_productRange, s_productCategory]),
        new("price", "Products", "A price that fits the product, ending as prices do.", [PlanTypes.Decimal, PlanTypes.Integer], Never,
        [
            s_product, s_productRange, s_productCategory,
            new("min", Number, "The least; by the product by default.") { Min = 0 },
            new("max", Number, "The greatest; by the product by default.") { Min = 0 },
            s_decimals,
        ]),
        new("product_description", "Products", "A sentence about the product.", s_text, Never, [s_product, s_productRange, s_productCategory]),

        // Vehicles
        new("vehicle_make", "Vehicles", "A maker of cars.", s_text, Never, [s_vehicle]),
        new("vehicle_model", "Vehicles", "A model of that maker.", s_text, Never, [s_vehicle]),
        new("vehicle_type", "Vehicles", "The model's type: sedan, suv, van, ...", s_text, Never, [s_vehicle]),
        new("vin", "Vehicles", "A vehicle identification number with its check digit.", s_text, OnDemand, [s_vehicle]),
        new("license_plate", "Vehicles", "A licence plate in the locale's form.", s_text, OnDemand, [s_locale]),

        // Codes with check digits
        new("iban", "Codes", "An IBAN of the locale's country with its check digits.", s_text, OnDemand, [s_locale]),
        new("bic", "Codes", "A bank's BIC.", s_text, OnDemand, [s_locale]),
        new("credit_card", "Codes", "A card number with its check digit, of a range that no bank issues.", s_text, OnDemand, [new("masked", Flag, "Only the last four digits, **** **** **** 1234; false by default.")]),
        new("ean", "Codes", "A bar code number (EAN-13) with its check digit.", s_text, OnDemand, []),
        new("isbn", "Codes", "An ISBN-13 with its check digit.", s_text, OnDemand, []),
        new("imei", "Codes", "A device number with its check digit.", s_text, OnDemand, []),
        new("hash", "Codes", "Hexadecimal digits, as hashes and tokens have.", s_text, OnDemand, [new("length", WholeNumber, "The number of digits; 32 by default.") { Min = 4, Max = 128 }]),

        // Internet
        new("ip", "Internet", "An internet address.", s_text, OnDemand, [new("version", WholeNumber, "4 (default) or 6.") { Min = 4, Max = 6 }, new("private", Flag, "An address of a local network; false by default.")]),
        new("mac", "Internet", "A network card's address.", s_text, OnDemand, []),
        new("url", "Internet", "A web address with a path.", s_text, OnDemand, []),
        new("domain", "Internet", "A domain name.", s_text, OnDemand, []),
        new("slug", "Internet", "Words joined by hyphens, as in web addresses.", s_text, OnDemand, []),
        new("user_agent", "Internet", "How a browser names itself.", s_text, Never, []),
        new("file_name", "Internet", "A file's name.", s_text, OnDemand, [new("extension", Text, "Its ending; any usual one by default.")]),
        new("version", "Internet", "A version number, 2.14.3.", s_text, Never, []),

        // Texts
        new("thing_name", "Texts", "A name for a thing, a house or a place: Silver Harbor Lighthouse.", s_text, OnDemand, [new("noun", Text, "What it is, the end of the name; several parted by slashes: Grill/Bistro; nothing by default.")]),
        new("text", "Texts", "Sentences, in English.", s_text, Never,
        [
            new("kind", Text, "sentence (default), paragraph, title, review, comment, note, subject, question, message, description, bio.") { Choices = ["sentence", "paragraph", "title", "review", "comment", "note", "subject", "question", "message", "description", "bio"] },
            new("rating", Column, "A column of stars that a review's words agree with."),
            new("max_length", WholeNumber, "The most characters; none by default.") { Min = 10, Max = 10_000 },
        ]),
    ];

    private static readonly Dictionary<string, GeneratorDefinition> s_byName = All.ToDictionary(generator => generator.Name, StringComparer.Ordinal);

    /// <summary>The generator of a name; null if there is none.</summary>
    public static GeneratorDefinition? Find(string name) => s_byName.GetValueOrDefault(name);
}
