-- Names are found ignoring case and shown as they were first spelled: handle is the name in lower case, spelling how it
-- was registered. Until now every name was shown in lower case; where nothing is said, it still is.
alter table registry_name add column spelling text;
